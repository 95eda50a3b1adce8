<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="id_ID">
<context>
    <name>AllCallDialog</name>
    <message>
        <source>Anda bicara ke semua bilik · {time}</source>
        <translation>You are talking to all booths · {time}</translation>
    </message>
    <message>
        <source>Bicara ke semua bilik?</source>
        <translation>Talk to all booths?</translation>
    </message>
    <message>
        <source>{n} peserta akan mendengar Anda. Setiap bilik lebih dulu menampilkan “Pengumuman untuk semua bilik”. Jangan menyebut nama atau nomor siapa pun.</source>
        <translation>Participants who will hear you: {n}. Every booth first shows “Announcement to all booths”. Do not say anybody’s name or number.</translation>
    </message>
    <message>
        <source>{booths} terputus: tidak mendengar</source>
        <translation>{booths} disconnected: will not hear</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Tahan untuk bicara</source>
        <translation>Hold to talk</translation>
    </message>
    <message>
        <source>Spasi</source>
        <translation>Space</translation>
    </message>
</context>
<context>
    <name>AskDialog</name>
    <message>
        <source>Minta foto dokumen</source>
        <translation>Ask for a paper</translation>
    </message>
    <message>
        <source>Layar Bilik {n} memandu peserta memfoto yang Anda pilih; hasilnya tampil sendiri.</source>
        <translation>The screen in booth {n} guides the participant to photograph what you choose; it shows here by itself.</translation>
    </message>
    <message>
        <source>Ambil foto sekarang</source>
        <translation>Take a picture now</translation>
    </message>
    <message>
        <source>Apa adanya, tanpa memandu peserta</source>
        <translation>As it is, without guiding the participant</translation>
    </message>
    <message>
        <source>Sudah cukup dilihat</source>
        <translation>Seen enough</translation>
    </message>
    <message>
        <source>Minta: miringkan dokumen</source>
        <translation>Ask: tilt the paper</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>CaseFacts</name>
    <message>
        <source>Lahir</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>KPJ</source>
        <translation>KPJ</translation>
    </message>
    <message>
        <source>Klaim</source>
        <translation>Claim</translation>
    </message>
    <message>
        <source>Kunjungan</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>Lihat</source>
        <translation>View</translation>
    </message>
    <message>
        <source>Kode QR</source>
        <translation>QR code</translation>
    </message>
    <message>
        <source>Baca</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>Nomor kepesertaan</source>
        <translation>Membership number</translation>
    </message>
    <message>
        <source>diketik</source>
        <translation>typed</translation>
    </message>
    <message>
        <source>NIK yang benar bentuknya belum membuktikan identitas.</source>
        <translation>A well-formed NIK proves nothing about identity.</translation>
    </message>
    <message>
        <source>Tutup nomor</source>
        <translation>Cover the numbers</translation>
    </message>
    <message>
        <source>Tampilkan nomor</source>
        <translation>Show the numbers</translation>
    </message>
    <message>
        <source>Perhatikan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Tanggal lahir lain dari NIK</source>
        <translation>Birth date differs from NIK</translation>
    </message>
    <message>
        <source>Wilayah lain dari NIK</source>
        <translation>Region differs from NIK</translation>
    </message>
    <message>
        <source>Kode provinsi tak dikenal</source>
        <translation>Unknown province code</translation>
    </message>
    <message>
        <source>Nomor urut 0000</source>
        <translation>Serial 0000</translation>
    </message>
    <message>
        <source>Tanggal tidak ada</source>
        <translation>No such date</translation>
    </message>
    <message>
        <source>P</source>
        <comment>female</comment>
        <translation>F</translation>
    </message>
    <message>
        <source>L</source>
        <comment>male</comment>
        <translation>M</translation>
    </message>
    <message>
        <source>{n} tahun</source>
        <translation>{n} y</translation>
    </message>
    <message>
        <source>dari NIK</source>
        <translation>from NIK</translation>
    </message>
    <message>
        <source>Belum dipilih</source>
        <translation>Not chosen yet</translation>
    </message>
    <message>
        <source>Pertama kali</source>
        <translation>First one</translation>
    </message>
    <message>
        <source>Ke-{n}</source>
        <translation>No. {n}</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>id</source>
        <comment>the code of the language that this is translated to</comment>
        <translation>en</translation>
    </message>
    <message>
        <source>Foto diri</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>Tanda tangan</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Foto lain</source>
        <translation>Other picture</translation>
    </message>
    <message>
        <source>{name} · foto {n} dari {all}</source>
        <translation>{name} · picture {n} of {all}</translation>
    </message>
    <message>
        <source>Menyimpan…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>Sedang diminta di bilik</source>
        <translation>Asked for in the booth</translation>
    </message>
    <message>
        <source>Diterima {hour}</source>
        <translation>Accepted {hour}</translation>
    </message>
    <message>
        <source>Diterima {hour}, ada catatan</source>
        <translation>Accepted {hour}, with a note</translation>
    </message>
    <message>
        <source>Foto ulang diminta: {reason}</source>
        <translation>Retake asked: {reason}</translation>
    </message>
    <message>
        <source>Tidak berlaku · {hour}</source>
        <translation>Not applicable · {hour}</translation>
    </message>
    <message>
        <source>Bila ada</source>
        <translation>If there is one</translation>
    </message>
    <message>
        <source>Belum ada</source>
        <translation>Not there yet</translation>
    </message>
    <message>
        <source>Baru · menunggu keputusan</source>
        <translation>New · to be decided</translation>
    </message>
    <message>
        <source>Perlu keputusan</source>
        <translation>To be decided</translation>
    </message>
    <message>
        <source>{n} dari {all} foto</source>
        <translation>{n} of {all} pictures</translation>
    </message>
    <message>
        <source>Berbeda dengan dokumen lain</source>
        <translation>Differs from another paper</translation>
    </message>
    <message>
        <source>{subject} berbeda</source>
        <translation>{subject} differs</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Lahir</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Diketik peserta</source>
        <translation>Typed</translation>
    </message>
    <message>
        <source>Sama. NIK yang benar bentuknya belum membuktikan identitas.</source>
        <translation>Same. A well-formed NIK proves nothing about identity.</translation>
    </message>
    <message>
        <source>Sama</source>
        <translation>Same</translation>
    </message>
    <message>
        <source>Satu angka berbeda.</source>
        <translation>One digit differs.</translation>
    </message>
    <message>
        <source>Dua angka tertukar.</source>
        <translation>Two digits swapped.</translation>
    </message>
    <message>
        <source>Satu angka kurang.</source>
        <translation>One digit missing.</translation>
    </message>
    <message>
        <source>Tahun ditulis pendek.</source>
        <translation>Year written short.</translation>
    </message>
    <message>
        <source>Hari dan bulan tertukar.</source>
        <translation>Day and month swapped.</translation>
    </message>
    <message>
        <source>Bukan tanggal.</source>
        <translation>Not a date.</translation>
    </message>
    <message>
        <source>Gelar berbeda.</source>
        <translation>Titles differ.</translation>
    </message>
    <message>
        <source>Nama disingkat.</source>
        <translation>Name abbreviated.</translation>
    </message>
    <message>
        <source>Ejaan berbeda.</source>
        <translation>Spelling differs.</translation>
    </message>
    <message>
        <source>Spasi berbeda.</source>
        <translation>Spacing differs.</translation>
    </message>
    <message>
        <source>Urutan kata berbeda.</source>
        <translation>Words in another order.</translation>
    </message>
    <message>
        <source>Satu kata kurang.</source>
        <translation>One word missing.</translation>
    </message>
    <message>
        <source>Berbeda.</source>
        <translation>Different.</translation>
    </message>
    <message>
        <source>{found} Anda yang memutuskan.</source>
        <translation>{found} You decide.</translation>
    </message>
    <message>
        <source>Belum diputuskan</source>
        <translation>Not decided yet</translation>
    </message>
    <message>
        <source>Berkas lengkap</source>
        <translation>Complete</translation>
    </message>
    <message>
        <source>Belum lengkap</source>
        <translation>Not complete</translation>
    </message>
    <message>
        <source>Ditolak</source>
        <translation>Rejected</translation>
    </message>
    <message>
        <source>Diteruskan</source>
        <translation>Passed on</translation>
    </message>
    <message>
        <source>Tidak tersimpan: peserta ini tidak lagi dilayani dari meja Anda.</source>
        <translation>Not saved: this participant is no longer served from your desk.</translation>
    </message>
    <message>
        <source>Tidak tersimpan: hasil berkas ini sudah dicatat.</source>
        <translation>Not saved: the outcome of this case is recorded already.</translation>
    </message>
    <message>
        <source>Tidak tersimpan: berkas ini sudah penuh. Hubungi TI.</source>
        <translation>Not saved: this case is full. Call IT.</translation>
    </message>
    <message>
        <source>Tidak tersimpan: masih ada dokumen wajib yang kurang.</source>
        <translation>Not saved: a required paper is still missing.</translation>
    </message>
    <message>
        <source>Alamat dinas kependudukan</source>
        <translation>Address of the civil registry</translation>
    </message>
    <message>
        <source>Bukan alamat dinas kependudukan</source>
        <translation>Not an address of the civil registry</translation>
    </message>
    <message>
        <source>Alamat tidak aman (bukan https)</source>
        <translation>Address is not safe (no https)</translation>
    </message>
    <message>
        <source>Alamat menyamar sebagai yang lain</source>
        <translation>Address is disguised as another</translation>
    </message>
    <message>
        <source>Bukan alamat</source>
        <translation>No address</translation>
    </message>
    <message>
        <source>Bertanya</source>
        <translation>A question</translation>
    </message>
    <message>
        <source>.</source>
        <comment>between hours and minutes</comment>
        <translation>:</translation>
    </message>
    <message>
        <source>Januari</source>
        <translation>January</translation>
    </message>
    <message>
        <source>Februari</source>
        <translation>February</translation>
    </message>
    <message>
        <source>Maret</source>
        <translation>March</translation>
    </message>
    <message>
        <source>April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>Mei</source>
        <translation>May</translation>
    </message>
    <message>
        <source>Juni</source>
        <translation>June</translation>
    </message>
    <message>
        <source>Juli</source>
        <translation>July</translation>
    </message>
    <message>
        <source>Agustus</source>
        <translation>August</translation>
    </message>
    <message>
        <source>September</source>
        <translation>September</translation>
    </message>
    <message>
        <source>Oktober</source>
        <translation>October</translation>
    </message>
    <message>
        <source>November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>Desember</source>
        <translation>December</translation>
    </message>
</context>
<context>
    <name>ChannelRow</name>
    <message>
        <source>{whole},{tenth} %</source>
        <translation>{whole}.{tenth} %</translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Daftar periksa</source>
        <translation>Checklist</translation>
    </message>
    <message>
        <source>aturan {day}</source>
        <translation>rules {day}</translation>
    </message>
    <message>
        <source>Daftar muncul sendiri begitu peserta menjawab pertanyaan di layarnya.</source>
        <translation>The list comes by itself once the participant has answered the questions on their screen.</translation>
    </message>
    <message>
        <source>Untuk keperluan ini tidak ada dokumen yang wajib. Anda dapat meminta foto (D).</source>
        <translation>No paper is required for this. You can ask for one (D).</translation>
    </message>
    <message>
        <source>Peserta belum memilih keperluan di layarnya.</source>
        <translation>The participant has not chosen yet what for.</translation>
    </message>
    <message>
        <source>Diambil {hour}</source>
        <translation>Taken {hour}</translation>
    </message>
    <message>
        <source>Batalkan</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus. Keputusan Anda dikirim sendiri begitu tersambung.</source>
        <translation>The connection for papers is lost. What you decide is sent by itself once it is back.</translation>
    </message>
    <message>
        <source>Menyimpan…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>Diminta di bilik: {name}</source>
        <translation>Asked in the booth: {name}</translation>
    </message>
    <message>
        <source>Diminta di bilik: miringkan dokumen</source>
        <translation>Asked in the booth: tilt the paper</translation>
    </message>
    <message>
        <source>{n} pertanyaan belum dijawab peserta</source>
        <translation>Questions not answered yet: {n}</translation>
    </message>
    <message>
        <source>sudah ditandatangani</source>
        <translation>signed</translation>
    </message>
    <message>
        <source>belum ditandatangani</source>
        <translation>not signed yet</translation>
    </message>
    <message>
        <source>Dicatat {hour} · {signed}</source>
        <translation>Recorded {hour} · {signed}</translation>
    </message>
    <message>
        <source>{n} dari {all} wajib diterima</source>
        <translation>{n} of {all} required accepted</translation>
    </message>
    <message>
        <source>{n} dari {all} wajib</source>
        <translation>{n} of {all} required</translation>
    </message>
    <message>
        <source>Selesaikan…</source>
        <translation>Finish…</translation>
    </message>
    <message>
        <source>{n} menunggu keputusan</source>
        <translation>{n} to be decided</translation>
    </message>
    <message>
        <source>{n} belum diputuskan</source>
        <translation>{n} to be decided</translation>
    </message>
    <message>
        <source>{n} wajib belum ada</source>
        <translation>{n} required missing</translation>
    </message>
    <message>
        <source>Siap diselesaikan</source>
        <translation>Ready to finish</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Banding</source>
        <translation>Compare</translation>
    </message>
    <message>
        <source>Beda</source>
        <translation>Difference</translation>
    </message>
</context>
<context>
    <name>ConsoleWindow</name>
    <message>
        <source>Sambungan ke server terputus. Percakapan berjalan terus; menyambung kembali…</source>
        <translation>The connection to the server is lost. Conversations go on; reconnecting…</translation>
    </message>
</context>
<context>
    <name>DeviceColumn</name>
    <message>
        <source>Bekerja</source>
        <translation>Working</translation>
    </message>
    <message>
        <source>Sedang dimulai…</source>
        <translation>Starting…</translation>
    </message>
    <message>
        <source>Tidak bekerja. Tersambung sendiri bila kembali.</source>
        <translation>Not working. It is taken up again when it returns.</translation>
    </message>
</context>
<context>
    <name>DevicesDialog</name>
    <message>
        <source>Meja Anda</source>
        <translation>Your desk</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Speaker</translation>
    </message>
    <message>
        <source>Kamera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Uji suara</source>
        <translation>Test sound</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostik</source>
        <translation>Diagnostics</translation>
    </message>
    <message>
        <source>Tidak ada saluran.</source>
        <translation>There is no channel.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Diambil sendiri saat menunggu</source>
        <translation>Taken alone while waiting</translation>
    </message>
    <message>
        <source>Dokumen</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>diambil {time}</source>
        <translation>taken {time}</translation>
    </message>
    <message>
        <source>{dpi} dpi · {taken}</source>
        <translation>{dpi} dpi · {taken}</translation>
    </message>
    <message>
        <source>Perkecil (Ctrl −)</source>
        <translation>Zoom out (Ctrl −)</translation>
    </message>
    <message>
        <source>Perbesar (Ctrl +)</source>
        <translation>Zoom in (Ctrl +)</translation>
    </message>
    <message>
        <source>Tampilkan seluruhnya (Ctrl 0)</source>
        <translation>Show all of it (Ctrl 0)</translation>
    </message>
    <message>
        <source>Putar ke kanan</source>
        <translation>Turn right</translation>
    </message>
    <message>
        <source>Kontras lebih kuat</source>
        <translation>More contrast</translation>
    </message>
    <message>
        <source>Foto sebelumnya (←)</source>
        <translation>Picture before (←)</translation>
    </message>
    <message>
        <source>Foto berikutnya (→)</source>
        <translation>Next picture (→)</translation>
    </message>
    <message>
        <source>Foto ini tidak ada lagi di server</source>
        <translation>The server no longer has this picture</translation>
    </message>
    <message>
        <source>Minta foto ulang.</source>
        <translation>Ask for a retake.</translation>
    </message>
    <message>
        <source>Foto ini tidak dapat dibuka</source>
        <translation>This picture cannot be opened</translation>
    </message>
    <message>
        <source>Isinya utuh, tetapi bukan gambar yang aman. Minta foto ulang.</source>
        <translation>It is whole, but no picture that is safe to show. Ask for a retake.</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus</source>
        <translation>The connection for papers is lost</translation>
    </message>
    <message>
        <source>Foto aman di server dan tampil sendiri begitu tersambung.</source>
        <translation>The picture is safe on the server and shows by itself once it is back.</translation>
    </message>
    <message>
        <source>Mengambil foto…</source>
        <translation>Fetching the picture…</translation>
    </message>
    <message>
        <source>Belum ada dokumen</source>
        <translation>No documents yet</translation>
    </message>
    <message>
        <source>Yang difoto di bilik tampil sendiri di sini.</source>
        <translation>What the booth photographs shows here by itself.</translation>
    </message>
    <message>
        <source>Pilih dokumen di daftar</source>
        <translation>Choose a paper in the list</translation>
    </message>
    <message>
        <source>Panah ↑ ↓ menelusuri daftar.</source>
        <translation>The arrows ↑ ↓ go through the list.</translation>
    </message>
    <message>
        <source>Foto ada, belum dibuka</source>
        <translation>There is a picture, not opened yet</translation>
    </message>
    <message>
        <source>Klik barisnya di daftar, atau tekan ↓.</source>
        <translation>Click its row in the list, or press ↓.</translation>
    </message>
    <message>
        <source>Tidak berlaku</source>
        <translation>Not applicable</translation>
    </message>
    <message>
        <source>Sedang diminta di bilik</source>
        <translation>Asked for in the booth</translation>
    </message>
    <message>
        <source>Tampil sendiri begitu difoto.</source>
        <translation>It shows by itself once it is photographed.</translation>
    </message>
    <message>
        <source>Menunggu foto ulang</source>
        <translation>Waiting for the retake</translation>
    </message>
    <message>
        <source>Belum difoto</source>
        <translation>Not photographed yet</translation>
    </message>
</context>
<context>
    <name>EndDialog</name>
    <message>
        <source>Akhiri layanan Bilik {n}?</source>
        <translation>End the visit in Booth {n}?</translation>
    </message>
    <message>
        <source>Sambungan ditutup dan layar bilik dibersihkan. Peserta tidak perlu melakukan apa-apa lagi di layar.</source>
        <translation>The connection is closed and the booth’s screen is wiped. The participant need do nothing more on the screen.</translation>
    </message>
    <message>
        <source>Berkas ini belum diputuskan. Bila layanan diakhiri sekarang, dokumennya tersimpan tanpa hasil, dan peserta pulang tanpa tahu apa yang harus dibawa.</source>
        <translation>This case is not decided. If you end the visit now, its papers are kept without an outcome, and the participant goes home without knowing what to bring.</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Putuskan dulu</source>
        <translation>Decide first</translation>
    </message>
    <message>
        <source>Akhiri layanan</source>
        <translation>End visit</translation>
    </message>
    <message>
        <source>Akhiri tanpa hasil</source>
        <translation>End without outcome</translation>
    </message>
</context>
<context>
    <name>FocusBody</name>
    <message>
        <source>Dokumen lain</source>
        <translation>Other paper</translation>
    </message>
    <message>
        <source>Berdampingan</source>
        <translation>Side by side</translation>
    </message>
</context>
<context>
    <name>FocusFacts</name>
    <message>
        <source>antre {time}</source>
        <translation>queued {time}</translation>
    </message>
    <message>
        <source>Dilayani</source>
        <translation>In service</translation>
    </message>
    <message>
        <source>kabar {time}</source>
        <translation>sign in {time}</translation>
    </message>
    <message>
        <source>Sekarang</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Disapa</source>
        <translation>Addressed</translation>
    </message>
    <message>
        <source>Peserta</source>
        <translation>Participant</translation>
    </message>
    <message>
        <source>sudah setuju</source>
        <translation>has consented</translation>
    </message>
    <message>
        <source>tidak setuju</source>
        <translation>declined</translation>
    </message>
    <message>
        <source>Bahasa</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Sambungan</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Keras suara</source>
        <translation>Loudness</translation>
    </message>
    <message>
        <source>Lebih pelan (−)</source>
        <translation>Quieter (−)</translation>
    </message>
    <message>
        <source>Lebih keras (+)</source>
        <translation>Louder (+)</translation>
    </message>
    <message>
        <source>Terputus {time}, menyambung kembali</source>
        <translation>Lost for {time}, reconnecting</translation>
    </message>
    <message>
        <source>Menyambung…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>kamera mati</source>
        <translation>camera dead</translation>
    </message>
    <message>
        <source>mikrofon mati</source>
        <translation>microphone dead</translation>
    </message>
    <message>
        <source>Paket yang hilang sebelum diperbaiki, jeda suara dari bilik sampai terdengar di sini, dan gambar bilik sebagaimana diterima</source>
        <translation>Packets lost before repair, how late the booth’s voice is heard here, and the booth’s picture as it arrives</translation>
    </message>
</context>
<context>
    <name>FocusPanel</name>
    <message>
        <source>kunjungan berakhir</source>
        <translation>visit has ended</translation>
    </message>
    <message>
        <source>Keputusan belum disimpan: fokus terkunci di Bilik {n}</source>
        <translation>Decision not saved: focus locked on Booth {n}</translation>
    </message>
    <message>
        <source>Orangnya sudah pergi</source>
        <translation>The person has left</translation>
    </message>
    <message>
        <source>kunjungan berakhir {when}</source>
        <translation>visit ended {when}</translation>
    </message>
    <message>
        <source>Hanya berkas</source>
        <translation>Papers only</translation>
    </message>
    <message>
        <source>Orangnya belum dipastikan sebelum kunjungan berakhir. Periksa fotonya.</source>
        <translation>The visit ended before the person was confirmed. Check the pictures.</translation>
    </message>
    <message>
        <source>Yang duduk di Bilik {n} sekarang orang lain.</source>
        <translation>Somebody else sits in Booth {n} now.</translation>
    </message>
    <message>
        <source>Orangnya sudah pergi. Hasilnya masih dapat Anda putuskan.</source>
        <translation>The person has left. You can still decide the outcome.</translation>
    </message>
    <message>
        <source>Bilik {n} mendengar Anda</source>
        <translation>Booth {n} hears you</translation>
    </message>
    <message>
        <source>Bilik {n} tidak mendengar Anda</source>
        <translation>Booth {n} does not hear you</translation>
    </message>
    <message>
        <source>Bicara</source>
        <translation>Talk</translation>
    </message>
    <message>
        <source>Klik kanan: tambah ke yang lain</source>
        <translation>Right click: add to the others</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Dengar</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Tahan</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>Akhiri layanan…</source>
        <translation>End visit…</translation>
    </message>
    <message>
        <source>Kembali ke daftar</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Minta foto…</source>
        <translation>Ask for…</translation>
    </message>
    <message>
        <source>Minta foto dokumen dari peserta</source>
        <translation>Ask the participant for a picture of a paper</translation>
    </message>
    <message>
        <source>Tutup berkas</source>
        <translation>Close the case</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>ketuk: fokus dan bicara terkunci</source>
        <translation>tap: focus and latch talk</translation>
    </message>
    <message>
        <source>tahan: bicara selama ditekan</source>
        <translation>hold: talk while pressed</translation>
    </message>
    <message>
        <source>fokus tanpa bicara</source>
        <translation>focus without talk</translation>
    </message>
    <message>
        <source>dengar</source>
        <comment>shortcut</comment>
        <translation>listen</translation>
    </message>
    <message>
        <source>berikutnya</source>
        <comment>shortcut</comment>
        <translation>next</translation>
    </message>
    <message>
        <source>tutup suara</source>
        <translation>shut voice</translation>
    </message>
    <message>
        <source>Semua pintasan</source>
        <translation>All shortcuts</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Kursi</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>Bilik</source>
        <translation>Booth</translation>
    </message>
    <message>
        <source>kbit/dtk masuk</source>
        <translation>kbit/s in</translation>
    </message>
    <message>
        <source>kbit/dtk keluar</source>
        <translation>kbit/s out</translation>
    </message>
    <message>
        <source>Hilang masuk</source>
        <translation>Loss in</translation>
    </message>
    <message>
        <source>Hilang keluar</source>
        <translation>Loss out</translation>
    </message>
    <message>
        <source>Pulang pergi</source>
        <translation>Round trip</translation>
    </message>
    <message>
        <source>Jeda putar</source>
        <translation>Playout delay</translation>
    </message>
    <message>
        <source>Gambar</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>Sambungan</source>
        <translation>Link</translation>
    </message>
</context>
<context>
    <name>HeadsetDialog</name>
    <message>
        <source>Apakah Anda memakai headset?</source>
        <translation>Are you wearing a headset?</translation>
    </message>
    <message>
        <source>Dengan headset Anda tetap mendengar bilik lain saat bicara, dari kiri ke kanan seperti di layar. Tanpa headset, suara bilik lain masuk ke mikrofon Anda dan terdengar oleh peserta yang Anda ajak bicara.</source>
        <translation>With a headset you go on hearing the other booths while you talk, left to right as on the screen. Without one, their voices would reach your microphone and be heard by the participant you are talking to.</translation>
    </message>
    <message>
        <source>Tetap speaker</source>
        <translation>Stay with speaker</translation>
    </message>
    <message>
        <source>Ya, saya memakai headset</source>
        <translation>Yes, I am wearing a headset</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Kunjungan sebelumnya</source>
        <translation>Earlier visits</translation>
    </message>
    <message>
        <source>Dikenali dari NIK saja. Periksa orangnya.</source>
        <translation>Told by the NIK alone. Check the person.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>IdlePanel</name>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Selesai dilayani</source>
        <translation>Visits served</translation>
    </message>
    <message>
        <source>Menunggu rata-rata</source>
        <translation>Mean wait</translation>
    </message>
    <message>
        <source>Waktu Anda per peserta</source>
        <translation>Your time per visit</translation>
    </message>
    <message>
        <source>Meja Anda</source>
        <translation>Your desk</translation>
    </message>
    <message>
        <source>Headset (dikonfirmasi)</source>
        <translation>Headset (confirmed)</translation>
    </message>
    <message>
        <source>Speaker (mode aman)</source>
        <translation>Speaker (safe mode)</translation>
    </message>
    <message>
        <source>tidak bekerja</source>
        <translation>not working</translation>
    </message>
    <message>
        <source>sedang dimulai…</source>
        <translation>starting…</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Kamera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Uji suara</source>
        <translation>Test sound</translation>
    </message>
    <message>
        <source>Pilih perangkat…</source>
        <translation>Choose devices…</translation>
    </message>
    <message>
        <source>Pilih bilik</source>
        <translation>Choose a booth</translation>
    </message>
    <message>
        <source>Ketuk angka untuk bicara, Shift dan angka untuk melihat saja, atau klik kotak bilik.</source>
        <translation>Tap a number to talk, Shift and a number only to look, or click a booth’s tile.</translation>
    </message>
    <message>
        <source>Anda sedang jeda</source>
        <translation>You are on a break</translation>
    </message>
    <message>
        <source>Peserta baru tidak masuk sendiri. Nyalakan Terima peserta, atau ambil dari antrean.</source>
        <translation>No new visits come by themselves. Switch on Take visits, or pick one from the queue.</translation>
    </message>
    <message>
        <source>Belum ada peserta</source>
        <translation>No participants yet</translation>
    </message>
    <message>
        <source>Peserta berikutnya masuk ke bilik sendiri. Anda akan mendengar satu nada dan melihatnya di kotak Berikutnya.</source>
        <translation>The next participant goes to a booth alone. You will hear one tone and see it in the Next lamp.</translation>
    </message>
</context>
<context>
    <name>LinksDialog</name>
    <message>
        <source>Kode QR pada dokumen</source>
        <translation>QR codes on the papers</translation>
    </message>
    <message>
        <source>Alamat ini hanya untuk dibaca. Kode pada surat palsu dapat menunjuk alamat palsu.</source>
        <translation>These addresses are only to be read. A code on a forged paper can lead to a forged address.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>ListenLamp</name>
    <message>
        <source>Anda mendengar</source>
        <translation>You hear</translation>
    </message>
    <message>
        <source>Tidak ada</source>
        <translation>None</translation>
    </message>
    <message>
        <source>{n} dijeda selama bicara</source>
        <translation>{n} paused while you talk</translation>
    </message>
    <message>
        <source>{n} lain diam: speaker</source>
        <translation>others silent: {n} (speaker)</translation>
    </message>
</context>
<context>
    <name>LiveHead</name>
    <message>
        <source>Wajah langsung</source>
        <translation>Live face</translation>
    </message>
    <message>
        <source>Sedang diminta: miringkan</source>
        <translation>Asked: tilt the paper</translation>
    </message>
    <message>
        <source>Minta: miringkan dokumen</source>
        <translation>Ask: tilt the paper</translation>
    </message>
    <message>
        <source>Foto kamera dokumen bilik, sekarang dan apa adanya</source>
        <translation>A picture of the booth&apos;s document camera, now and as it is</translation>
    </message>
    <message>
        <source>Ambil foto</source>
        <translation>Take picture</translation>
    </message>
</context>
<context>
    <name>LoginCard</name>
    <message>
        <source>Meja petugas. Masuk dengan nama pengguna dan kata sandi Anda.</source>
        <translation>Officer’s desk. Log in with your user name and password.</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Officer</translation>
    </message>
    <message>
        <source>Kata sandi</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Untuk TI: {text}</source>
        <translation>For IT: {text}</translation>
    </message>
    <message>
        <source>Anda masuk di meja lain, maka meja ini ditutup.</source>
        <translation>You logged in at another desk, so this one was closed.</translation>
    </message>
    <message>
        <source>Server belum terjangkau. Mencoba lagi dengan sendirinya.</source>
        <translation>The server cannot be reached yet. Trying again by itself.</translation>
    </message>
    <message>
        <source>Tidak dapat masuk. Periksa nama dan kata sandi, atau hubungi TI.</source>
        <translation>Cannot log in. Check name and password, or call IT.</translation>
    </message>
    <message>
        <source>Menyambung…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Log in</translation>
    </message>
</context>
<context>
    <name>ModeSwitch</name>
    <message>
        <source>Speaker</source>
        <translation>Speaker</translation>
    </message>
    <message>
        <source>Aman: saat Anda bicara ke satu bilik, bilik lain tidak terdengar</source>
        <translation>Safe: while you talk to one booth, the others are not heard</translation>
    </message>
    <message>
        <source>Headset</source>
        <translation>Headset</translation>
    </message>
    <message>
        <source>Bilik lain tetap terdengar, kiri ke kanan</source>
        <translation>The other booths stay audible, left to right</translation>
    </message>
</context>
<context>
    <name>NextLamp</name>
    <message>
        <source>{n} orang di antrean</source>
        <translation>In the queue: {n}</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu Anda</source>
        <translation>Nobody is waiting for you</translation>
    </message>
    <message>
        <source>Berikutnya</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Berikutnya · Bilik {n}</source>
        <translation>Next · Booth {n}</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>Catatan</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>{text} ({officer}, {hour})</source>
        <translation>{text} ({officer}, {hour})</translation>
    </message>
    <message>
        <source>Tulis catatan, lalu Enter</source>
        <translation>Write a note, then Enter</translation>
    </message>
</context>
<context>
    <name>OtherPersonDialog</name>
    <message>
        <source>Tutup kunjungan Bilik {n}?</source>
        <translation>Close the visit in booth {n}?</translation>
    </message>
    <message>
        <source>Dokumen tetap tertutup dan tersimpan pada berkas orang sebelumnya. Layar bilik dibersihkan, lalu orang yang duduk di sana mulai dari awal.</source>
        <translation>The papers stay shut and are kept with the case of the person before. The booth&apos;s screen is wiped, and whoever sits there begins anew.</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Orang lain, tutup kunjungan</source>
        <translation>Other person, close the visit</translation>
    </message>
</context>
<context>
    <name>OutcomeDialog</name>
    <message>
        <source>Periksa sekali lagi: {outcome}</source>
        <translation>Look once more: {outcome}</translation>
    </message>
    <message>
        <source>Bagaimana berkas ini selesai?</source>
        <translation>How does this case end?</translation>
    </message>
    <message>
        <source>Alasan, karena masih ada pertanyaan tanpa jawaban</source>
        <translation>Reason, as questions are still unanswered</translation>
    </message>
    <message>
        <source>Semua dokumen wajib diterima. Peserta mendapat nomor berkas.</source>
        <translation>Every required paper is accepted. The participant gets the number of the case.</translation>
    </message>
    <message>
        <source>Peserta diminta membawa:</source>
        <translation>The participant is asked to bring:</translation>
    </message>
    <message>
        <source>Bawa juga (satu baris satu barang)</source>
        <translation>To bring as well (one thing a line)</translation>
    </message>
    <message>
        <source>misalnya: surat kuasa bermeterai</source>
        <translation>such as: a stamped letter of authority</translation>
    </message>
    <message>
        <source>Peserta membaca alasan ini di slip.</source>
        <translation>The participant reads this reason on the slip.</translation>
    </message>
    <message>
        <source>Alasan penolakan</source>
        <translation>Reason for the rejection</translation>
    </message>
    <message>
        <source>Berkas diteruskan ke bagian lain. Peserta membaca ini di slip.</source>
        <translation>The case goes to another department. The participant reads this on the slip.</translation>
    </message>
    <message>
        <source>Diteruskan ke siapa, dan mengapa</source>
        <translation>Passed on to whom, and why</translation>
    </message>
    <message>
        <source>Pilih satu. Sesudah itu Anda melihat semuanya sekali lagi.</source>
        <translation>Choose one. After that you see everything once more.</translation>
    </message>
    <message>
        <source>“Berkas lengkap” terkunci: {n} dokumen wajib belum ada.</source>
        <translation>“Complete” is locked: required papers missing: {n}.</translation>
    </message>
    <message>
        <source>“Berkas lengkap” terkunci: {n} dokumen menunggu keputusan.</source>
        <translation>“Complete” is locked: papers to be decided: {n}.</translation>
    </message>
    <message>
        <source>Bilik {n} · {claim} · berkas {reference}</source>
        <translation>Booth {n} · {claim} · case {reference}</translation>
    </message>
    <message>
        <source>Alasan: {text}</source>
        <translation>Reason: {text}</translation>
    </message>
    <message>
        <source>Dokumen:</source>
        <translation>Papers:</translation>
    </message>
    <message>
        <source>Sesudah dicatat, hasil ini tidak dapat diubah.</source>
        <translation>Once recorded, this outcome cannot be changed.</translation>
    </message>
    <message>
        <source>Orangnya sudah pergi: sampaikan hasilnya dengan cara lain.</source>
        <translation>The person has left: tell them the outcome in another way.</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus. Hasil tersimpan begitu tersambung.</source>
        <translation>The connection for papers is lost. The outcome is saved once it is back.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Ubah</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Lihat sekali lagi</source>
        <translation>Look once more</translation>
    </message>
    <message>
        <source>Catat: {outcome}</source>
        <translation>Record: {outcome}</translation>
    </message>
    <message>
        <source>Menyimpan…</source>
        <translation>Saving…</translation>
    </message>
</context>
<context>
    <name>OwnFacts</name>
    <message>
        <source>prosesor {share} % dari satu inti · memori {memory} MiB</source>
        <translation>processor {share} % of one core · memory {memory} MiB</translation>
    </message>
    <message>
        <source>Konsol ini</source>
        <translation>This console</translation>
    </message>
    <message>
        <source>10 detik terakhir</source>
        <translation>last 10 seconds</translation>
    </message>
    <message>
        <source>Thread GUI</source>
        <translation>GUI thread</translation>
    </message>
    <message>
        <source>Thread jaringan</source>
        <translation>Net thread</translation>
    </message>
    <message>
        <source>terlambat p50 {p50} · p99 {p99} · terlama {worst} ms</source>
        <translation>late p50 {p50} · p99 {p99} · worst {worst} ms</translation>
    </message>
</context>
<context>
    <name>PapersToCome</name>
    <message>
        <source>Berkas ini tidak lagi di meja Anda</source>
        <translation>This case is no longer on your desk</translation>
    </message>
    <message>
        <source>Yang sudah tercatat aman di server. Dokumen Bilik {n} ditutup.</source>
        <translation>What is recorded is safe on the server. The papers of booth {n} are shut.</translation>
    </message>
    <message>
        <source>Tanpa dokumen: peserta tidak setuju difoto</source>
        <translation>Without papers: the participant declined pictures</translation>
    </message>
    <message>
        <source>Bicarakan keperluannya. Bilik {n} tidak membuat foto dan berkas, kecuali peserta menyetujuinya nanti.</source>
        <translation>Talk about what they need. Booth {n} takes no pictures and makes no case, unless the participant agrees later.</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus</source>
        <translation>The connection for papers is lost</translation>
    </message>
    <message>
        <source>Percakapan berjalan terus. Berkas Bilik {n} aman di server dan tampil di sini dengan sendirinya begitu tersambung.</source>
        <translation>Conversations go on. The case of booth {n} is safe on the server and shows here by itself once it is back.</translation>
    </message>
    <message>
        <source>Mengambil berkas…</source>
        <translation>Fetching the case…</translation>
    </message>
    <message>
        <source>Berkas Bilik {n} tampil sendiri.</source>
        <translation>The case of booth {n} shows by itself.</translation>
    </message>
    <message>
        <source>Belum ada dokumen</source>
        <translation>No documents yet</translation>
    </message>
    <message>
        <source>Peserta memilih keperluannya di layar. Daftar periksa dan dokumen Bilik {n} tampil di sini dengan sendirinya begitu ada.</source>
        <translation>The participant chooses on the screen what for. Checklist and papers of booth {n} show here by themselves as soon as there are any.</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Mikrofon bilik mati</source>
        <translation>Booth microphone dead</translation>
    </message>
    <message>
        <source>Suara dilindungi</source>
        <translation>Sound protected</translation>
    </message>
    <message>
        <source>Gambar tertahan · suara dilindungi</source>
        <translation>Picture held · voice protected</translation>
    </message>
    <message>
        <source>Gambar tertahan</source>
        <translation>Picture held</translation>
    </message>
    <message>
        <source>Suara terganggu</source>
        <translation>Voice disturbed</translation>
    </message>
    <message>
        <source>Menyambung kembali…</source>
        <translation>Reconnecting…</translation>
    </message>
    <message>
        <source>Data aman · petugas sama</source>
        <translation>Data safe · same officer</translation>
    </message>
    <message>
        <source>Bilik belum menyala</source>
        <translation>Booth not switched on</translation>
    </message>
    <message>
        <source>Muncul sendiri bila siap</source>
        <translation>Appears when it is ready</translation>
    </message>
    <message>
        <source>Bilik masih mendengar Anda</source>
        <translation>The booth can still hear you</translation>
    </message>
    <message>
        <source>Peserta tidak setuju difoto</source>
        <translation>The participant declined pictures</translation>
    </message>
    <message>
        <source>Sejak {hour}</source>
        <translation>Since {hour}</translation>
    </message>
    <message>
        <source>Bilik tidak dapat dipakai</source>
        <translation>Booth out of order</translation>
    </message>
    <message>
        <source>Dilayani petugas lain</source>
        <translation>Served by another officer</translation>
    </message>
    <message>
        <source>Bukan di meja Anda</source>
        <translation>Not at your desk</translation>
    </message>
    <message>
        <source>Menunggu di antrean</source>
        <translation>Waiting in the queue</translation>
    </message>
    <message>
        <source>Masuk sendiri bila gilirannya</source>
        <translation>Comes in when it is their turn</translation>
    </message>
    <message>
        <source>Kabar berikutnya {time}</source>
        <translation>Next sign of life {time}</translation>
    </message>
    <message>
        <source>Suara dan gambar ditutup</source>
        <translation>Sound and picture shut</translation>
    </message>
    <message>
        <source>Tanpa gambar</source>
        <translation>No picture</translation>
    </message>
    <message>
        <source>Kamera dan mikrofon mati</source>
        <translation>Camera and microphone dead</translation>
    </message>
    <message>
        <source>Kamera bilik mati</source>
        <translation>Booth camera dead</translation>
    </message>
    <message>
        <source>Suara tetap berjalan</source>
        <translation>Sound goes on</translation>
    </message>
    <message>
        <source>Menunggu gambar…</source>
        <translation>Waiting for a picture…</translation>
    </message>
    <message>
        <source>Kamera bilik belum terbuka</source>
        <translation>Booth camera not open yet</translation>
    </message>
</context>
<context>
    <name>QueueDialog</name>
    <message>
        <source>Antrean {n}</source>
        <translation>Queue {n}</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu. Peserta berikutnya muncul di sini dengan sendirinya.</source>
        <translation>Nobody is waiting. The next participant appears here by themselves.</translation>
    </message>
    <message>
        <source>Semua saluran Anda terpakai. Akhiri satu layanan untuk menerima yang berikutnya.</source>
        <translation>All your channels are in use. End one visit to take the next.</translation>
    </message>
    <message>
        <source>Anda sedang jeda: peserta masuk hanya bila Anda memilihnya di sini.</source>
        <translation>You are on a break: participants come only if you pick them here.</translation>
    </message>
    <message>
        <source>Yang terlama masuk sendiri. Anda boleh memilih yang lain lebih dulu.</source>
        <translation>The longest waiting comes by itself. You may pick another one first.</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>Butuh bantuan</source>
        <translation>Needs help</translation>
    </message>
    <message>
        <source>Layani</source>
        <translation>Serve</translation>
    </message>
</context>
<context>
    <name>ReadingField</name>
    <message>
        <source>isi…</source>
        <translation>fill in…</translation>
    </message>
</context>
<context>
    <name>SamePerson</name>
    <message>
        <source>Apakah ini orang yang sama?</source>
        <translation>Is this the same person?</translation>
    </message>
    <message>
        <source>Potret tersimpan, {hour}</source>
        <translation>Stored portrait, {hour}</translation>
    </message>
    <message>
        <source>Tidak ada potret tersimpan</source>
        <translation>No stored portrait</translation>
    </message>
    <message>
        <source>Wajah langsung sekarang</source>
        <translation>Live face now</translation>
    </message>
    <message>
        <source>Belum terlihat siapa pun</source>
        <translation>Nobody is seen yet</translation>
    </message>
    <message>
        <source>Menyimpan…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>Menunggu sambungan…</source>
        <translation>Waiting for the connection…</translation>
    </message>
    <message>
        <source>Orang yang sama, buka dokumen</source>
        <translation>Same person, open the papers</translation>
    </message>
    <message>
        <source>Orang lain, tutup kunjungan…</source>
        <translation>Other person, close the visit…</translation>
    </message>
    <message>
        <source>Meja ini baru menerima Bilik {n}. Dokumen ditutup sampai Anda memastikan.</source>
        <translation>Booth {n} has just come to this desk. Its papers are shut until you have made sure.</translation>
    </message>
    <message>
        <source>Bilik {n} ditahan {time}. Dokumen ditutup sampai Anda memastikan.</source>
        <translation>Booth {n} was on hold for {time}. Its papers are shut until you have made sure.</translation>
    </message>
    <message>
        <source>Sambungan Bilik {n} putus {time}. Dokumen ditutup sampai Anda memastikan.</source>
        <translation>Booth {n} was cut off for {time}. Its papers are shut until you have made sure.</translation>
    </message>
    <message>
        <source>{n} menit</source>
        <translation>{n} minutes</translation>
    </message>
    <message>
        <source>{n} detik</source>
        <translation>{n} seconds</translation>
    </message>
    <message>
        <source>Tidak ada potret. Tanyakan hal yang hanya peserta tahu.</source>
        <translation>No portrait. Ask something that only the participant knows.</translation>
    </message>
    <message>
        <source>Mengambil foto…</source>
        <translation>Fetching the picture…</translation>
    </message>
</context>
<context>
    <name>SeatPill</name>
    <message>
        <source>Ki</source>
        <comment>left</comment>
        <translation>L</translation>
    </message>
    <message>
        <source>Ka</source>
        <comment>right</comment>
        <translation>R</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Pintasan</source>
        <translation>Shortcuts</translation>
    </message>
    <message>
        <source>Spasi</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Ketuk: fokus dan bicara terkunci; ketuk lagi: tutup</source>
        <translation>Tap: focus and latch talk; tap again: close</translation>
    </message>
    <message>
        <source>Tahan: bicara selama ditekan, fokus tetap</source>
        <translation>Hold: talk while pressed, focus stays</translation>
    </message>
    <message>
        <source>Tambah bilik ini ke pembicaraan</source>
        <translation>Add this booth to the conversation</translation>
    </message>
    <message>
        <source>Fokus tanpa bicara</source>
        <translation>Focus without talk</translation>
    </message>
    <message>
        <source>Fokus ke bilik di lampu Berikutnya, tanpa bicara</source>
        <translation>Focus the booth in the Next lamp, without talk</translation>
    </message>
    <message>
        <source>Dengar bilik fokus, atau berhenti mendengar</source>
        <translation>Listen to the focused booth, or stop</translation>
    </message>
    <message>
        <source>Tahan bilik fokus, atau lanjutkan</source>
        <translation>Hold the focused booth, or go on</translation>
    </message>
    <message>
        <source>Suara bilik fokus lebih keras atau lebih pelan</source>
        <translation>Focused booth louder or quieter</translation>
    </message>
    <message>
        <source>Tutup suara saya; bila ada dialog: tutup dialog</source>
        <translation>Shut my voice; with a dialog open: close it</translation>
    </message>
    <message>
        <source>Lihat antrean</source>
        <translation>See the queue</translation>
    </message>
    <message>
        <source>Berkas yang kunjungannya berakhir tanpa hasil</source>
        <translation>Cases whose visit ended without an outcome</translation>
    </message>
    <message>
        <source>Dalam Bicara ke semua: bicara selama ditahan</source>
        <translation>In Talk to all: talk while held</translation>
    </message>
    <message>
        <source>Dokumen sebelumnya atau berikutnya di daftar periksa</source>
        <translation>The paper before or after in the checklist</translation>
    </message>
    <message>
        <source>Foto sebelumnya atau berikutnya dari dokumen itu</source>
        <translation>The picture before or after of that paper</translation>
    </message>
    <message>
        <source>Terima dokumen yang tampil</source>
        <translation>Accept the paper that shows</translation>
    </message>
    <message>
        <source>Foto ulang, dengan alasan</source>
        <translation>Retake, with a reason</translation>
    </message>
    <message>
        <source>Minta foto dokumen</source>
        <translation>Ask for a paper</translation>
    </message>
    <message>
        <source>Ambil foto kamera dokumen sekarang</source>
        <translation>Take a picture with the document camera now</translation>
    </message>
    <message>
        <source>Berdampingan: wajah langsung, lalu dokumen lain</source>
        <translation>Side by side: the live face, then other papers</translation>
    </message>
    <message>
        <source>Kembali ke daftar periksa</source>
        <translation>Back to the checklist</translation>
    </message>
    <message>
        <source>Perbesar, perkecil, tampilkan seluruh dokumen</source>
        <translation>Zoom in, zoom out, show the whole paper</translation>
    </message>
    <message>
        <source>Pindah ke tombol lain, tekan tombol</source>
        <translation>Go to another button, press it</translation>
    </message>
    <message>
        <source>Daftar ini</source>
        <translation>This list</translation>
    </message>
    <message>
        <source>Diagnostik, untuk teknisi</source>
        <translation>Diagnostics, for technicians</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>TalkLamp</name>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Suara Anda</source>
        <translation>Your voice</translation>
    </message>
    <message>
        <source>Tertutup. Tidak ada yang mendengar Anda.</source>
        <translation>Shut. Nobody hears you.</translation>
    </message>
    <message>
        <source>Semua bilik</source>
        <translation>All booths</translation>
    </message>
    <message>
        <source>Suara Anda ke</source>
        <translation>Your voice goes to</translation>
    </message>
    <message>
        <source>Bilik {some} dan {last}</source>
        <translation>Booths {some} and {last}</translation>
    </message>
    <message>
        <source>Pengumuman</source>
        <translation>Announcement</translation>
    </message>
    <message>
        <source>Hanya bilik ini</source>
        <translation>Only this booth</translation>
    </message>
    <message>
        <source>{n} bilik</source>
        <translation>{n} booths</translation>
    </message>
</context>
<context>
    <name>TileView</name>
    <message>
        <source>Bicara</source>
        <translation>Talk</translation>
    </message>
    <message>
        <source>Bicara ke Bilik {n} (tombol {key}) · klik kanan: tambah</source>
        <translation>Talk to Booth {n} (key {key}) · right click: add</translation>
    </message>
    <message>
        <source>Dengar Bilik {n} (L bila fokus)</source>
        <translation>Listen to Booth {n} (L when in focus)</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Dengar</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Tahan Bilik {n} (H bila fokus)</source>
        <translation>Hold Booth {n} (H when in focus)</translation>
    </message>
    <message>
        <source>Tahan</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>Layani sekarang</source>
        <translation>Serve now</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Berkas terbuka {n}</source>
        <translation>Open cases {n}</translation>
    </message>
    <message>
        <source>Berkas yang belum diputuskan (K)</source>
        <translation>Cases not decided yet (K)</translation>
    </message>
    <message>
        <source>Terima peserta</source>
        <translation>Take visits</translation>
    </message>
    <message>
        <source>Bila mati, peserta baru tidak masuk sendiri</source>
        <translation>When off, no new visits come by themselves</translation>
    </message>
    <message>
        <source>Mikrofon, speaker, dan kamera</source>
        <translation>Microphone, speaker and camera</translation>
    </message>
    <message>
        <source>Bicara ke semua…</source>
        <translation>Talk to all…</translation>
    </message>
    <message>
        <source>Antrean {n}</source>
        <translation>Queue {n}</translation>
    </message>
    <message>
        <source>terlama {time}</source>
        <translation>longest {time}</translation>
    </message>
    <message>
        <source>Lihat antrean (Q)</source>
        <translation>See the queue (Q)</translation>
    </message>
</context>
<context>
    <name>UndecidedDialog</name>
    <message>
        <source>Berkas terbuka {n}</source>
        <translation>Open cases {n}</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus. Daftar ini diperbarui sendiri begitu tersambung.</source>
        <translation>The connection for documents is lost. This list is brought up to date as soon as it is back.</translation>
    </message>
    <message>
        <source>Tidak ada. Bila kunjungan berakhir sebelum berkasnya diputuskan, berkas itu muncul di sini dengan sendirinya.</source>
        <translation>None. When a visit ends before its case is decided, the case appears here by itself.</translation>
    </message>
    <message>
        <source>Simpan atau batalkan dulu keputusan yang belum disimpan.</source>
        <translation>First save or drop the decision that is not saved yet.</translation>
    </message>
    <message>
        <source>Kunjungannya sudah berakhir dan orangnya sudah pergi. Hasilnya masih dapat Anda putuskan.</source>
        <translation>These visits have ended and the people have left. You can still decide the outcome.</translation>
    </message>
</context>
<context>
    <name>UndecidedRow</name>
    <message>
        <source>Keperluan belum dipilih</source>
        <translation>Purpose not chosen</translation>
    </message>
    <message>
        <source>Orangnya belum dipastikan</source>
        <translation>The person was not confirmed</translation>
    </message>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Sedang dibuka</source>
        <translation>Open now</translation>
    </message>
    <message>
        <source>berakhir {when}</source>
        <translation>ended {when}</translation>
    </message>
    <message>
        <source>dimulai {when}</source>
        <translation>began {when}</translation>
    </message>
</context>
<context>
    <name>Verdicts</name>
    <message>
        <source>Terima</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>Foto ulang…</source>
        <translation>Retake…</translation>
    </message>
    <message>
        <source>Terima dengan catatan…</source>
        <translation>Accept with a note…</translation>
    </message>
    <message>
        <source>Catatan…</source>
        <translation>Note…</translation>
    </message>
    <message>
        <source>Tidak berlaku</source>
        <translation>Not applicable</translation>
    </message>
    <message>
        <source>Tarik kembali</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>SHA-256 cocok</source>
        <translation>SHA-256 matches</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Gangguan</source>
        <translation>Fault</translation>
    </message>
    <message>
        <source>Tidak aktif</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>Terputus</source>
        <comment>short</comment>
        <translation>Lost</translation>
    </message>
    <message>
        <source>Terputus</source>
        <translation>Disconnected</translation>
    </message>
    <message>
        <source>Bicara</source>
        <comment>state</comment>
        <translation>Talking</translation>
    </message>
    <message>
        <source>Bantuan</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Butuh bantuan</source>
        <translation>Needs help</translation>
    </message>
    <message>
        <source>Ditahan</source>
        <translation>On hold</translation>
    </message>
    <message>
        <source>Memanggil</source>
        <translation>Calling</translation>
    </message>
    <message>
        <source>Tertahan</source>
        <comment>picture</comment>
        <translation>Frozen</translation>
    </message>
    <message>
        <source>Gambar tertahan</source>
        <translation>Picture held</translation>
    </message>
    <message>
        <source>Dengar</source>
        <comment>state</comment>
        <translation>Listening</translation>
    </message>
    <message>
        <source>Mendengar</source>
        <translation>Listening</translation>
    </message>
    <message>
        <source>Dijeda</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Dengar dijeda</source>
        <translation>Listen paused</translation>
    </message>
    <message>
        <source>Dilayani</source>
        <translation>In service</translation>
    </message>
    <message>
        <source>Dibersihkan</source>
        <translation>Cleaning</translation>
    </message>
    <message>
        <source>Kosong · dibersihkan</source>
        <translation>Free · being cleaned</translation>
    </message>
    <message>
        <source>Antre</source>
        <translation>In queue</translation>
    </message>
    <message>
        <source>Menunggu</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Petugas lain</source>
        <translation>Other officer</translation>
    </message>
    <message>
        <source>Kosong</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>Bilik {n}</source>
        <translation>Booth {n}</translation>
    </message>
    <message>
        <source>{n} bilik</source>
        <translation>{n} booths</translation>
    </message>
    <message>
        <source>Ditahan lama</source>
        <translation>Long on hold</translation>
    </message>
    <message>
        <source>Menunggu lama</source>
        <translation>Waiting long</translation>
    </message>
    <message>
        <source>Orang sama?</source>
        <translation>Same?</translation>
    </message>
    <message>
        <source>Orang yang sama?</source>
        <translation>Same person?</translation>
    </message>
    <message>
        <source>Foto sendiri</source>
        <translation>Capturing</translation>
    </message>
    <message>
        <source>Periksa</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Periksa dokumen</source>
        <translation>Checking papers</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Bank book</translation>
    </message>
    <message>
        <source>Paspor</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>Foto diri</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>Surat kerja</source>
        <translation>Work letter</translation>
    </message>
    <message>
        <source>Dokumen</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Pertanyaan</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>Layar awal</source>
        <translation>Start screen</translation>
    </message>
    <message>
        <source>Isi identitas</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>Ketik NIK</source>
        <translation>Types NIK</translation>
    </message>
    <message>
        <source>Ketik KPJ</source>
        <translation>Types KPJ</translation>
    </message>
    <message>
        <source>Pilih keperluan</source>
        <translation>Chooses claim</translation>
    </message>
    <message>
        <source>Jawab soal</source>
        <comment>question of the claim</comment>
        <translation>Answers</translation>
    </message>
    <message>
        <source>Siapkan berkas</source>
        <translation>Gets papers</translation>
    </message>
    <message>
        <source>Foto dokumen</source>
        <translation>Capturing</translation>
    </message>
    <message>
        <source>Tunjukkan</source>
        <translation>Showing</translation>
    </message>
    <message>
        <source>Tanda tangan</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Ambil slip</source>
        <translation>Takes slip</translation>
    </message>
    <message>
        <source>Penilaian</source>
        <translation>Rating</translation>
    </message>
    <message>
        <source>Di antrean</source>
        <translation>In the queue</translation>
    </message>
    <message>
        <source>Bersama Anda</source>
        <translation>With you</translation>
    </message>
    <message>
        <source>Menunggu Anda</source>
        <translation>Waiting for you</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>Tidak tersambung</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Persetujuan</source>
        <translation>Consent</translation>
    </message>
    <message>
        <source>Pengumuman</source>
        <translation>Announcement</translation>
    </message>
    <message>
        <source>Menyambung</source>
        <translation>Connecting</translation>
    </message>
    <message>
        <source>Peserta · Inggris</source>
        <translation>Participant · English</translation>
    </message>
    <message>
        <source>Peserta</source>
        <translation>Participant</translation>
    </message>
    <message>
        <source>Kode {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>Inggris</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>Indonesian</translation>
    </message>
    <message>
        <source>Baik</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Baru saja terputus</source>
        <translation>Just interrupted</translation>
    </message>
    <message>
        <source>Suara putus-putus</source>
        <translation>Voice breaks up</translation>
    </message>
    <message>
        <source>Suara peserta putus-putus</source>
        <translation>The participant’s voice breaks up</translation>
    </message>
    <message>
        <source>Suara Anda putus-putus di bilik</source>
        <translation>Your voice breaks up in the booth</translation>
    </message>
    <message>
        <source>Putus-putus di bilik</source>
        <translation>Breaks up in booth</translation>
    </message>
    <message>
        <source>Banyak data hilang</source>
        <translation>Heavy packet loss</translation>
    </message>
    <message>
        <source>Suara terlambat</source>
        <translation>Voice is late</translation>
    </message>
    <message>
        <source>Gambar tertahan, suara dilindungi</source>
        <translation>Picture held, voice protected</translation>
    </message>
    <message>
        <source>Gambar dikurangi, suara dilindungi</source>
        <translation>Picture reduced, voice protected</translation>
    </message>
    <message>
        <source>Gambar dikurangi</source>
        <translation>Picture reduced</translation>
    </message>
    <message>
        <source>Gambar Anda dikurangi, suara dilindungi</source>
        <translation>Your picture reduced, voice protected</translation>
    </message>
    <message>
        <source>Gambar Anda dikurangi</source>
        <translation>Your picture reduced</translation>
    </message>
    <message>
        <source>Hilang {lost} % · {late} ms</source>
        <translation>Loss {lost} % · {late} ms</translation>
    </message>
    <message>
        <source>Hilang {lost} % · jeda {late} ms</source>
        <translation>Loss {lost} % · delay {late} ms</translation>
    </message>
    <message>
        <source>{wide}×{high} · {rate}/dtk</source>
        <translation>{wide}×{high} · {rate}/s</translation>
    </message>
    <message>
        <source>{hour}.{minute}</source>
        <translation>{hour}:{minute}</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>Foto ulang</source>
        <translation>Retake</translation>
    </message>
    <message>
        <source>{name}. Alasan ini dibaca peserta di layar Bilik {n}.</source>
        <translation>{name}. The participant reads this reason in booth {n}.</translation>
    </message>
    <message>
        <source>Terima dengan catatan</source>
        <translation>Accept with a note</translation>
    </message>
    <message>
        <source>{name}. Catatan ini tersimpan pada berkas; peserta tidak membacanya.</source>
        <translation>{name}. This note is kept with the case; the participant does not read it.</translation>
    </message>
    <message>
        <source>atau tulis alasan sendiri</source>
        <translation>or write a reason of your own</translation>
    </message>
    <message>
        <source>Apa yang perlu diketahui?</source>
        <translation>What should be known?</translation>
    </message>
    <message>
        <source>Sambungan dokumen terputus. Keputusan tersimpan begitu tersambung.</source>
        <translation>The connection for papers is lost. The decision is saved once it is back.</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Minta foto ulang</source>
        <translation>Ask for the retake</translation>
    </message>
    <message>
        <source>Terima</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>Menyimpan…</source>
        <translation>Saving…</translation>
    </message>
</context>
</TS>
