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
    <name>ChannelRow</name>
    <message>
        <source>{whole},{tenth} %</source>
        <translation>{whole}.{tenth} %</translation>
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
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Akhiri layanan</source>
        <translation>End visit</translation>
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
        <source>Keputusan belum disimpan: fokus terkunci di Bilik {n}</source>
        <translation>Decision not saved: focus locked on Booth {n}</translation>
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
        <source>Belum ada dokumen</source>
        <translation>No documents yet</translation>
    </message>
    <message>
        <source>Daftar periksa dan dokumen Bilik {n} tampil di sini dengan sendirinya begitu ada.</source>
        <translation>The checklist and documents of Booth {n} appear here by themselves as soon as there are any.</translation>
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
        <source>Dalam Bicara ke semua: bicara selama ditahan</source>
        <translation>In Talk to all: talk while held</translation>
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
        <source>Layar awal</source>
        <translation>Start screen</translation>
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
</TS>
