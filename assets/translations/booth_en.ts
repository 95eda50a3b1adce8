<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="id_ID">
<context>
    <name>AnnouncementView</name>
    <message>
        <source>Pengumuman untuk semua bilik</source>
        <translation>Announcement to all booths</translation>
    </message>
    <message>
        <source>Dengarkan. Petugas berbicara kepada semua bilik.</source>
        <translation>Please listen. The officer is talking to all booths.</translation>
    </message>
    <message>
        <source>{officer} berbicara kepada semua bilik. Jangan sebutkan data pribadi.</source>
        <translation>{officer} is talking to all booths. Do not say anything personal.</translation>
    </message>
    <message>
        <source>Petugas tidak mengirim gambar.</source>
        <translation>The officer sends no picture.</translation>
    </message>
    <message>
        <source>Setelah ini, semuanya kembali seperti semula.</source>
        <translation>After this, everything is as it was before.</translation>
    </message>
</context>
<context>
    <name>BoothController</name>
    <message>
        <source>PIN salah.</source>
        <translation>Wrong PIN.</translation>
    </message>
    <message>
        <source>Terlalu banyak percobaan. Tunggu satu menit.</source>
        <translation>Too many attempts. Wait one minute.</translation>
    </message>
    <message>
        <source>PIN belum disetel dalam konfigurasi.</source>
        <translation>No PIN has been set in the configuration.</translation>
    </message>
</context>
<context>
    <name>CallView</name>
    <message>
        <source>{officer} berbicara dengan Anda</source>
        <translation>{officer} is talking to you</translation>
    </message>
    <message>
        <source>{officer} berbicara dengan Anda dan bilik lain</source>
        <translation>{officer} is talking to you and other booths</translation>
    </message>
    <message>
        <source>Anda</source>
        <translation>You</translation>
    </message>
    <message>
        <source>Sekarang</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Belum ada dokumen yang diminta. Daftarnya muncul di sini.</source>
        <translation>No papers have been asked for yet. The list appears here.</translation>
    </message>
    <message>
        <source>Petugas tidak mengirim gambar.</source>
        <translation>The officer sends no picture.</translation>
    </message>
    <message>
        <source>Kamera mati, karena Anda tidak menyetujui foto.</source>
        <translation>The camera is off, because you did not agree to pictures.</translation>
    </message>
    <message>
        <source>Kamera tidak ditemukan. Pembicaraan tetap berjalan tanpa gambar Anda.</source>
        <translation>The camera was not found. The talk goes on without your picture.</translation>
    </message>
    <message>
        <source>Mikrofon bilik ini rusak. Sentuh BANTUAN.</source>
        <translation>This booth&apos;s microphone is broken. Touch HELP.</translation>
    </message>
    <message>
        <source>Pengeras suara bilik ini rusak. Sentuh BANTUAN.</source>
        <translation>This booth&apos;s speaker is broken. Touch HELP.</translation>
    </message>
    <message>
        <source>Dengarkan petugas.</source>
        <translation>Please listen to the officer.</translation>
    </message>
    <message>
        <source>Petugas mendengarkan. Silakan berbicara.</source>
        <translation>The officer is listening. You may speak.</translation>
    </message>
    <message>
        <source>Anda berbicara dengan {officer}.</source>
        <translation>You are talking to {officer}.</translation>
    </message>
</context>
<context>
    <name>CallingView</name>
    <message>
        <source>Menghubungi petugas…</source>
        <translation>Calling the officer…</translation>
    </message>
    <message>
        <source>{officer} segera bersama Anda.
Mohon tunggu.</source>
        <translation>{officer} will be with you soon.
Please wait.</translation>
    </message>
    <message>
        <source>Mohon tunggu.</source>
        <translation>Please wait.</translation>
    </message>
    <message>
        <source>Kamera tetap mati. Petugas hanya dapat mendengar Anda.</source>
        <translation>The camera stays off. The officer can only hear you.</translation>
    </message>
    <message>
        <source>Layanan belum tersambung dan sedang dicoba lagi. Perlu segera? Hubungi petugas keamanan.</source>
        <translation>The service is not connected yet and is being tried again. Urgent? Ask the security guard.</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Kamera sedang dinyalakan. Mohon tunggu.</source>
        <translation>The camera is being switched on. Please wait.</translation>
    </message>
</context>
<context>
    <name>Capture</name>
    <message>
        <source>Terlalu gelap</source>
        <translation>Too dark</translation>
    </message>
    <message>
        <source>Duduklah di tengah gambar</source>
        <translation>Sit in the middle of the picture</translation>
    </message>
    <message>
        <source>Terpotong, geser ke dalam kotak</source>
        <translation>Cut off, move it into the frame</translation>
    </message>
    <message>
        <source>Mendekatlah sedikit</source>
        <translation>Come a little closer</translation>
    </message>
    <message>
        <source>Dekatkan kartu</source>
        <translation>Bring the card closer</translation>
    </message>
    <message>
        <source>Dekatkan kertas</source>
        <translation>Bring the paper closer</translation>
    </message>
    <message>
        <source>Miring, luruskan sedikit</source>
        <translation>Turned, straighten it a little</translation>
    </message>
    <message>
        <source>Jangan bergerak</source>
        <translation>Hold still</translation>
    </message>
    <message>
        <source>Ada pantulan cahaya, miringkan sedikit</source>
        <translation>Light is reflected, tilt it a little</translation>
    </message>
    <message>
        <source>Buram, jangan bergerak</source>
        <translation>Blurred, hold still</translation>
    </message>
    <message>
        <source>Buram, diamkan kartu</source>
        <translation>Blurred, keep the card still</translation>
    </message>
    <message>
        <source>Buram, diamkan kertas</source>
        <translation>Blurred, keep the paper still</translation>
    </message>
    <message>
        <source>Sisi yang lain, balikkan kartu</source>
        <translation>The other side, turn the card over</translation>
    </message>
    <message>
        <source>Bagus. Jangan bergerak.</source>
        <translation>Good. Hold still.</translation>
    </message>
    <message>
        <source>Bagus. Terima kasih.</source>
        <translation>Good. Thank you.</translation>
    </message>
    <message>
        <source>Lihat ke kamera. Jangan bergerak.</source>
        <translation>Look at the camera. Hold still.</translation>
    </message>
    <message>
        <source>Letakkan kartu di dalam kotak</source>
        <translation>Lay the card inside the frame</translation>
    </message>
    <message>
        <source>Letakkan kertas di dalam kotak</source>
        <translation>Lay the paper inside the frame</translation>
    </message>
    <message>
        <source>Foto wajah Anda</source>
        <translation>A picture of your face</translation>
    </message>
    <message>
        <source>Balikkan kartu. Sisi belakang: {name}</source>
        <translation>Turn the card over. Back: {name}</translation>
    </message>
    <message>
        <source>Halaman {n}: {name}</source>
        <translation>Page {n}: {name}</translation>
    </message>
    <message>
        <source>Letakkan {name} di dalam kotak</source>
        <translation>Lay inside the frame: {name}</translation>
    </message>
    <message>
        <source>{name}, sisi belakang</source>
        <translation>{name}, back</translation>
    </message>
    <message>
        <source>{name}, sisi depan</source>
        <translation>{name}, front</translation>
    </message>
    <message>
        <source>{name}, halaman {n}</source>
        <translation>{name}, page {n}</translation>
    </message>
</context>
<context>
    <name>CaptureView</name>
    <message>
        <source>Dokumen {n} dari {all}</source>
        <translation>Paper {n} of {all}</translation>
    </message>
    <message>
        <source>ITU HALAMAN TERAKHIR</source>
        <translation>THAT WAS THE LAST PAGE</translation>
    </message>
    <message>
        <source>TIDAK SAYA BAWA</source>
        <translation>I DO NOT HAVE IT</translation>
    </message>
    <message>
        <source>Petugas meminta foto ulang:</source>
        <translation>The officer asks for a new picture:</translation>
    </message>
    <message>
        <source>Foto diambil sendiri. Bagian atas kertas boleh di kiri.</source>
        <translation>Taken by itself. The top of the page may lie to the left.</translation>
    </message>
    <message>
        <source>Foto diambil sendiri.</source>
        <translation>The picture is taken by itself.</translation>
    </message>
    <message>
        <source>Kamera tidak bekerja sekarang. Yang sudah difoto aman.</source>
        <translation>The camera does not work now. What was photographed is safe.</translation>
    </message>
    <message>
        <source>Kamera dokumen tidak bekerja sekarang. Yang sudah difoto aman.</source>
        <translation>The document camera does not work now. What was photographed is safe.</translation>
    </message>
    <message>
        <source>Sentuh BANTUAN</source>
        <translation>Touch HELP</translation>
    </message>
    <message>
        <source>Foto belum dapat disimpan</source>
        <translation>Pictures cannot be stored yet</translation>
    </message>
    <message>
        <source>Foto sedang diperiksa…</source>
        <translation>Checking the picture…</translation>
    </message>
    <message>
        <source>Lihat ke kamera. Foto dalam {n} detik.</source>
        <translation>Look at the camera. Picture in {n} s.</translation>
    </message>
    <message>
        <source>Petugas sudah diberi tahu. Tetap duduk.</source>
        <translation>The officer has been told. Stay seated.</translation>
    </message>
    <message>
        <source>Bilik ini belum dapat menyimpan foto. Petugas perlu tahu.</source>
        <translation>This booth cannot store pictures yet. The officer has to know.</translation>
    </message>
    <message>
        <source>Sulit difoto? Petugas dapat membantu.</source>
        <translation>Is it difficult? The officer can help.</translation>
    </message>
    <message>
        <source>Petugas dapat membantu.</source>
        <translation>The officer can help.</translation>
    </message>
    <message>
        <source>MINTA BANTUAN</source>
        <translation>ASK FOR HELP</translation>
    </message>
</context>
<context>
    <name>ClaimQuestionView</name>
    <message>
        <source>Pertanyaan {n}</source>
        <translation>Question {n}</translation>
    </message>
</context>
<context>
    <name>ClaimView</name>
    <message>
        <source>Apa keperluan Anda hari ini?</source>
        <translation>What do you come for today?</translation>
    </message>
    <message>
        <source>Daftar keperluan sedang diambil.</source>
        <translation>The list is being fetched.</translation>
    </message>
    <message>
        <source>Daftarnya muncul sendiri. Anda tidak perlu melakukan apa-apa.</source>
        <translation>It appears by itself. You need do nothing.</translation>
    </message>
</context>
<context>
    <name>ConsentView</name>
    <message>
        <source>Bolehkah kami memfoto Anda?</source>
        <translation>May we take pictures of you?</translation>
    </message>
    <message>
        <source>Yang difoto</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Untuk apa</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Siapa yang melihat</source>
        <translation>Who sees it</translation>
    </message>
    <message>
        <source>Hak Anda</source>
        <translation>Your right</translation>
    </message>
    <message>
        <source>Wajah dan dokumen Anda.</source>
        <translation>Your face and your papers.</translation>
    </message>
    <message>
        <source>Hanya untuk memproses klaim Anda.</source>
        <translation>Only to process your claim.</translation>
    </message>
    <message>
        <source>Petugas melihat dan mendengar Anda. Peserta lain tidak.</source>
        <translation>The officer sees and hears you. Other people do not.</translation>
    </message>
    <message>
        <source>Anda boleh menarik persetujuan ini kapan saja.</source>
        <translation>You may withdraw this consent at any time.</translation>
    </message>
    <message>
        <source>Dasar: persetujuan Anda menurut UU Pelindungan Data Pribadi Nomor 27 Tahun 2022.
Data: gambar wajah, suara, dan dokumen yang Anda tunjukkan.
Tujuan: hanya untuk memproses klaim Anda.
Yang melihat dan mendengar: petugas yang melayani Anda. Percakapan tidak direkam.
Penyimpanan: bilik ini tidak menyimpan apa pun setelah Anda selesai. Berkas klaim disimpan oleh kantor cabang menurut aturannya.
Hak Anda: bertanya, melihat, memperbaiki, dan menarik persetujuan. Katakan kepada petugas.</source>
        <translation>Basis: your consent under Indonesian Personal Data Protection Act 27 of 2022.
Data: pictures of your face, your voice, and the papers that you show.
Purpose: only to process your claim.
Who sees and hears: the officer who serves you. The talk is not recorded.
Keeping: this booth keeps nothing after you finish. The branch office keeps the claim&apos;s papers under its rules.
Your rights: to ask, see, correct, and withdraw your consent. Tell the officer.</translation>
    </message>
    <message>
        <source>SETUJU</source>
        <translation>I AGREE</translation>
    </message>
    <message>
        <source>TIDAK SETUJU</source>
        <translation>I DO NOT AGREE</translation>
    </message>
    <message>
        <source>DENGARKAN</source>
        <translation>LISTEN</translation>
    </message>
    <message>
        <source>Jika tidak setuju, Anda langsung bicara dengan petugas.</source>
        <translation>If you do not agree, you talk to an officer straight away.</translation>
    </message>
    <message>
        <source>RINGKAS</source>
        <translation>IN SHORT</translation>
    </message>
    <message>
        <source>BACA LENGKAP</source>
        <translation>READ IT ALL</translation>
    </message>
</context>
<context>
    <name>DocumentsView</name>
    <message>
        <source>Dokumen yang dibutuhkan</source>
        <translation>Papers that are needed</translation>
    </message>
    <message>
        <source>Bagian Anda sudah selesai. Sentuh LANJUT. Petugas memeriksanya.</source>
        <translation>Your part is done. Touch GO ON. The officer checks it.</translation>
    </message>
    <message>
        <source>Siapkan dokumen asli. Sentuh tombol biru untuk memfotonya.</source>
        <translation>Have the originals ready. Touch the blue button to photograph them.</translation>
    </message>
    <message>
        <source>LIHAT YANG LAIN {n}/{all}</source>
        <translation>SEE THE OTHERS {n}/{all}</translation>
    </message>
    <message>
        <source>Tidak ada dokumen yang perlu difoto. Sentuh LANJUT.</source>
        <translation>There is nothing to photograph. Touch GO ON.</translation>
    </message>
    <message>
        <source>Semua sudah selesai.</source>
        <translation>All of them are done.</translation>
    </message>
    <message>
        <source>{n} dari {all} sudah selesai.</source>
        <translation>{n} of {all} are done.</translation>
    </message>
    <message>
        <source>Foto belum dapat disimpan di bilik ini. Sentuh BANTUAN agar petugas tahu.</source>
        <translation>Pictures cannot be stored in this booth yet. Touch HELP so that the officer knows.</translation>
    </message>
    <message>
        <source>Foto yang sedang dikirim: {n}. Anda boleh melanjutkan.</source>
        <translation>Pictures on their way: {n}. You may go on.</translation>
    </message>
    <message>
        <source>LANJUT</source>
        <translation>GO ON</translation>
    </message>
    <message>
        <source>MULAI FOTO</source>
        <translation>START</translation>
    </message>
    <message>
        <source>LANJUT FOTO</source>
        <translation>GO ON</translation>
    </message>
</context>
<context>
    <name>EndedView</name>
    <message>
        <source>Pembicaraan selesai.</source>
        <translation>The talk has ended.</translation>
    </message>
    <message>
        <source>Terima kasih. Silakan meninggalkan bilik.</source>
        <translation>Thank you. You may leave the booth.</translation>
    </message>
    <message>
        <source>Yang sudah difoto tetap tersimpan. Lain kali Anda tidak mengulang dari awal.</source>
        <translation>What was photographed stays stored. Next time you need not start again.</translation>
    </message>
    <message>
        <source>Antrean dibatalkan.</source>
        <translation>You left the queue.</translation>
    </message>
    <message>
        <source>Anda boleh mulai lagi kapan saja.</source>
        <translation>You may start again at any time.</translation>
    </message>
    <message>
        <source>Sambungan berakhir.</source>
        <translation>The connection has ended.</translation>
    </message>
    <message>
        <source>Sambungan terputus terlalu lama. Silakan mulai lagi, atau hubungi petugas keamanan.</source>
        <translation>The connection was lost for too long. Please start again, or ask the security guard.</translation>
    </message>
    <message>
        <source>Ambil kembali semua dokumen asli.</source>
        <translation>Take back all your original papers.</translation>
    </message>
    <message>
        <source>Periksa meja dan kotak kamera.</source>
        <translation>Look on the desk and under the camera.</translation>
    </message>
    <message>
        <source>Layar ini dibersihkan dalam {time}.</source>
        <translation>This screen is wiped in {time}.</translation>
    </message>
</context>
<context>
    <name>FaultView</name>
    <message>
        <source>Bilik ini tidak dapat digunakan.</source>
        <translation>This booth cannot be used.</translation>
    </message>
    <message>
        <source>Silakan ke bilik lain atau hubungi petugas keamanan.</source>
        <translation>Please go to another booth or ask the security guard.</translation>
    </message>
    <message>
        <source>Petugas sudah diberi tahu pukul {time}.</source>
        <translation>The officers were told at {time}.</translation>
    </message>
    <message>
        <source>Bilik ini memeriksa dirinya terus-menerus.</source>
        <translation>This booth keeps checking itself.</translation>
    </message>
    <message>
        <source>Kode {code} · {what}</source>
        <translation>Code {code} · {what}</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>ULANGI SUARA</source>
        <translation>HEAR AGAIN</translation>
    </message>
    <message>
        <source>KEMBALI</source>
        <translation>BACK</translation>
    </message>
    <message>
        <source>SELESAI</source>
        <translation>FINISH</translation>
    </message>
    <message>
        <source>CETAK LAGI</source>
        <translation>PRINT AGAIN</translation>
    </message>
    <message>
        <source>Atau panggil satpam di luar bilik.</source>
        <translation>Or call the guard outside the booth.</translation>
    </message>
    <message>
        <source>PETUGAS DIBERI TAHU</source>
        <translation>THE OFFICERS ARE TOLD</translation>
    </message>
    <message>
        <source>Satpam ada di luar bilik.</source>
        <translation>The guard is outside the booth.</translation>
    </message>
    <message>
        <source>Menunggu petugas melihatnya.</source>
        <translation>Waiting for the officer to see it.</translation>
    </message>
    <message>
        <source>BANTUAN DIMINTA</source>
        <translation>HELP ASKED FOR</translation>
    </message>
    <message>
        <source>{officer} segera datang.</source>
        <translation>{officer} will be with you soon.</translation>
    </message>
    <message>
        <source>PETUGAS SUDAH TAHU</source>
        <translation>THE OFFICER KNOWS</translation>
    </message>
    <message>
        <source>PANGGIL SATPAM</source>
        <translation>CALL THE GUARD</translation>
    </message>
    <message>
        <source>BANTUAN</source>
        <translation>HELP</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Bilik {n}</source>
        <translation>Booth {n}</translation>
    </message>
    <message>
        <source>Bilik</source>
        <translation>Booth</translation>
    </message>
</context>
<context>
    <name>IdentityView</name>
    <message>
        <source>Siapa Anda? Tunjukkan kartu.</source>
        <translation>Who are you? Show your card.</translation>
    </message>
    <message>
        <source>Tiket atau kartu peserta. Kodenya dibaca sendiri.</source>
        <translation>Your ticket or membership card. It is read by itself.</translation>
    </message>
    <message>
        <source>KETIK NOMOR SAJA</source>
        <translation>TYPE INSTEAD</translation>
    </message>
    <message>
        <source>Kamera dokumen tidak bekerja sekarang. Anda dapat mengetik nomor Anda.</source>
        <translation>The document camera does not work now. You can type your number.</translation>
    </message>
    <message>
        <source>KETIK NOMOR</source>
        <translation>TYPE A NUMBER</translation>
    </message>
    <message>
        <source>Kode ini bukan tiket atau kartu peserta</source>
        <translation>This code is no ticket or membership card</translation>
    </message>
    <message>
        <source>Tunjukkan tiket atau kartu ke kamera</source>
        <translation>Show the ticket or card to the camera</translation>
    </message>
    <message>
        <source>Sentuh KETIK NOMOR</source>
        <translation>Touch TYPE A NUMBER</translation>
    </message>
</context>
<context>
    <name>KpjView</name>
    <message>
        <source>Ketik nomor kartu peserta (KPJ).</source>
        <translation>Type your membership number.</translation>
    </message>
    <message>
        <source>Tidak perlu diucapkan. Tidak tahu? Boleh dilewati.</source>
        <translation>You need not say it. You do not know it? You may skip it.</translation>
    </message>
    <message>
        <source>{n} huruf dan angka</source>
        <translation>{n} characters</translation>
    </message>
    <message>
        <source>ANGKA</source>
        <translation>DIGITS</translation>
    </message>
    <message>
        <source>HURUF</source>
        <translation>LETTERS</translation>
    </message>
    <message>
        <source>Nomornya di sini, di kartu peserta</source>
        <translation>It is here, on the membership card (KPJ)</translation>
    </message>
    <message>
        <source>Biasanya {n} angka.</source>
        <translation>Usually {n} digits.</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Gambar petugas tertahan.</source>
        <translation>The officer’s picture is held.</translation>
    </message>
    <message>
        <source>Suara tetap berjalan.</source>
        <translation>The sound goes on.</translation>
    </message>
    <message>
        <source>Gambar dikurangi agar suara tetap jelas.</source>
        <translation>The picture is reduced to keep the sound clear.</translation>
    </message>
    <message>
        <source>Tersambung kembali.</source>
        <translation>Connected again.</translation>
    </message>
    <message>
        <source>Suara kurang jelas. Anda boleh minta petugas mengulang.</source>
        <translation>The sound is not clear. You may ask the officer to repeat.</translation>
    </message>
    <message>
        <source>Suara kurang jelas.</source>
        <translation>The sound is not clear.</translation>
    </message>
    <message>
        <source>Suara Anda kurang jelas bagi petugas. Bicaralah pelan-pelan.</source>
        <translation>The officer cannot hear you clearly. Please speak slowly.</translation>
    </message>
    <message>
        <source>Suara agak terlambat. Beri jeda setelah berbicara.</source>
        <translation>The sound is a little late. Please pause after you speak.</translation>
    </message>
</context>
<context>
    <name>LookView</name>
    <message>
        <source>Tunjukkan kartu ke kamera, lalu miringkan perlahan.</source>
        <translation>Show the card to the camera, then tilt it slowly.</translation>
    </message>
    <message>
        <source>Pelan-pelan, ke kiri dan ke kanan, sampai petugas selesai.</source>
        <translation>Slowly, to the left and to the right, until the officer is done.</translation>
    </message>
    <message>
        <source>Petugas sedang melihat kartu</source>
        <translation>The officer is looking at the card</translation>
    </message>
</context>
<context>
    <name>NikView</name>
    <message>
        <source>Ketik {n} angka NIK.</source>
        <translation>Type the {n} digits of your NIK.</translation>
    </message>
    <message>
        <source>Tidak perlu diucapkan. Angka ada di bagian atas KTP.</source>
        <translation>You need not say them. They are at the top of your identity card.</translation>
    </message>
    <message>
        <source>{n} dari {all} angka</source>
        <translation>{n} of {all} digits</translation>
    </message>
    <message>
        <source>Angkanya di sini, di KTP Anda</source>
        <translation>They are here, on your identity card</translation>
    </message>
    <message>
        <source>Angka saja belum membuktikan siapa Anda. Petugas mencocokkannya dengan kartu.</source>
        <translation>Digits alone do not prove who you are. The officer compares them with the card.</translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Belum lengkap. NIK terdiri dari 16 angka.</source>
        <translation>Not complete yet. A NIK has 16 digits.</translation>
    </message>
    <message>
        <source>Ada angka yang keliru. Cocokkan dengan kartu Anda.</source>
        <translation>One of the digits is wrong. Compare them with your card.</translation>
    </message>
    <message>
        <source>Belum lengkap. Cocokkan dengan kartu Anda.</source>
        <translation>Not complete yet. Compare it with your card.</translation>
    </message>
    <message>
        <source>Periksa lagi angka-angka pertama. Jika sudah benar, lanjutkan.</source>
        <translation>Check the first digits again. If they are right, go on.</translation>
    </message>
    <message>
        <source>Nomor ini tidak biasa. Periksa lagi. Jika sudah benar, lanjutkan.</source>
        <translation>This number is unusual. Check it again. If it is right, go on.</translation>
    </message>
</context>
<context>
    <name>NumberView</name>
    <message>
        <source>SEMBUNYIKAN</source>
        <translation>HIDE</translation>
    </message>
    <message>
        <source>TAMPILKAN</source>
        <translation>SHOW</translation>
    </message>
    <message>
        <source>LEWATI</source>
        <translation>SKIP</translation>
    </message>
    <message>
        <source>LANJUT</source>
        <translation>GO ON</translation>
    </message>
    <message>
        <source>HAPUS</source>
        <translation>ERASE</translation>
    </message>
    <message>
        <source>Angka sekarang terlihat di layar.</source>
        <translation>It can be read on the screen now.</translation>
    </message>
    <message>
        <source>Angka disembunyikan agar aman.</source>
        <translation>Hidden, to keep it safe.</translation>
    </message>
</context>
<context>
    <name>OfficerBeside</name>
    <message>
        <source>{officer} berbicara dengan Anda dan bilik lain.</source>
        <translation>{officer} is talking to you and other booths.</translation>
    </message>
    <message>
        <source>{officer} berbicara dengan Anda.</source>
        <translation>{officer} is talking to you.</translation>
    </message>
    <message>
        <source>{officer} mendengarkan.</source>
        <translation>{officer} is listening.</translation>
    </message>
    <message>
        <source>{officer} bersama Anda.</source>
        <translation>{officer} is with you.</translation>
    </message>
</context>
<context>
    <name>OperatorView</name>
    <message>
        <source>PIN operator</source>
        <translation>Operator&apos;s PIN</translation>
    </message>
    <message>
        <source>Hapus</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>Lanjut</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>KEMBALI</source>
        <translation>BACK</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Berkas lengkap.</source>
        <translation>Your papers are complete.</translation>
    </message>
    <message>
        <source>Berkas belum lengkap.</source>
        <translation>Your papers are not complete yet.</translation>
    </message>
    <message>
        <source>Klaim tidak dapat diterima.</source>
        <translation>Your claim cannot be accepted.</translation>
    </message>
    <message>
        <source>Klaim Anda diteruskan.</source>
        <translation>Your claim was passed on.</translation>
    </message>
    <message>
        <source>Berkas Anda sedang diperiksa.</source>
        <translation>Your papers are being checked.</translation>
    </message>
</context>
<context>
    <name>Papers</name>
    <message>
        <source>Petugas memintanya sekarang</source>
        <translation>The officer asks for it now</translation>
    </message>
    <message>
        <source>Jika ada</source>
        <translation>If you have one</translation>
    </message>
    <message>
        <source>Belum difoto</source>
        <translation>Not photographed yet</translation>
    </message>
    <message>
        <source>Foto: {n}, belum semua</source>
        <translation>Pictures: {n}, not all yet</translation>
    </message>
    <message>
        <source>Foto ulang</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>Sudah difoto, sedang dikirim</source>
        <translation>Photographed, on its way</translation>
    </message>
    <message>
        <source>Sudah tersimpan</source>
        <translation>Stored</translation>
    </message>
    <message>
        <source>Diterima petugas</source>
        <translation>Accepted by the officer</translation>
    </message>
    <message>
        <source>Tidak dibawa</source>
        <translation>Not here today</translation>
    </message>
    <message>
        <source>Tidak diperlukan</source>
        <translation>Not needed</translation>
    </message>
</context>
<context>
    <name>PrivacyLine</name>
    <message>
        <source>Tidak ada yang mendengar atau melihat Anda.</source>
        <translation>Nobody hears or sees you.</translation>
    </message>
    <message>
        <source>Mikrofon dan kamera mati.</source>
        <translation>Microphone and camera are off.</translation>
    </message>
    <message>
        <source>Tidak ada yang mendengar atau melihat.</source>
        <translation>Nobody hears or sees.</translation>
    </message>
    <message>
        <source>Anda belum tersambung dengan petugas.</source>
        <translation>You are not connected to an officer yet.</translation>
    </message>
    <message>
        <source>Anda tidak tersambung dengan petugas.</source>
        <translation>You are not connected to an officer.</translation>
    </message>
    <message>
        <source>Petugas tidak mendengar Anda saat ini.</source>
        <translation>The officer cannot hear you now.</translation>
    </message>
    <message>
        <source>Petugas melihat Anda. Peserta lain tidak.</source>
        <translation>The officer sees you. Other people do not.</translation>
    </message>
    <message>
        <source>Hanya {officer} yang mendengar Anda.</source>
        <translation>Only {officer} hears you now.</translation>
    </message>
    <message>
        <source>Petugas juga melihat Anda. Peserta lain tidak.</source>
        <translation>The officer also sees you. Other people do not.</translation>
    </message>
    <message>
        <source>Petugas tidak melihat Anda. Peserta lain juga tidak.</source>
        <translation>The officer does not see you. Nor do other people.</translation>
    </message>
    <message>
        <source>{officer} berbicara kepada Anda saja.</source>
        <translation>{officer} is talking to you alone.</translation>
    </message>
    <message>
        <source>{officer} berbicara kepada Anda dan bilik lain.</source>
        <translation>{officer} is talking to you and other booths.</translation>
    </message>
    <message>
        <source>Petugas tidak mendengar Anda saat ini, tetapi melihat Anda.</source>
        <translation>The officer cannot hear you now, but sees you.</translation>
    </message>
    <message>
        <source>Petugas tidak mendengar dan tidak melihat Anda.</source>
        <translation>The officer cannot hear or see you now.</translation>
    </message>
    <message>
        <source>{officer} dan penyelia {supervisor} mendengar Anda.</source>
        <translation>{officer} and supervisor {supervisor} hear you.</translation>
    </message>
    <message>
        <source>Keduanya juga melihat Anda. Peserta lain tidak.</source>
        <translation>Both also see you. Other people do not.</translation>
    </message>
    <message>
        <source>Keduanya tidak melihat Anda. Peserta lain juga tidak.</source>
        <translation>Neither sees you. Nor do other people.</translation>
    </message>
    <message>
        <source>Bilik Anda tetap tersambung.</source>
        <translation>Your booth stays connected.</translation>
    </message>
    <message>
        <source>Pengumuman untuk semua bilik.</source>
        <translation>Announcement to all booths.</translation>
    </message>
    <message>
        <source>Suara Anda tidak terdengar siapa pun. Petugas melihat Anda.</source>
        <translation>Nobody hears you. The officer sees you.</translation>
    </message>
    <message>
        <source>Suara Anda tidak terdengar siapa pun.</source>
        <translation>Nobody hears you.</translation>
    </message>
    <message>
        <source>Tidak tersambung.</source>
        <translation>Not connected.</translation>
    </message>
    <message>
        <source>Mikrofon dan kamera Anda ditutup.</source>
        <translation>Your microphone and camera are shut.</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Masih di sini?</source>
        <translation>Still here?</translation>
    </message>
    <message>
        <source>Tanpa jawaban, layar kembali ke awal.</source>
        <translation>Without an answer, the screen goes back to the start.</translation>
    </message>
    <message>
        <source>YA, LANJUT</source>
        <translation>YES, GO ON</translation>
    </message>
    <message>
        <source>TIDAK, SELESAI</source>
        <translation>NO, FINISH</translation>
    </message>
    <message>
        <source>Akhiri pembicaraan?</source>
        <translation>End the talk?</translation>
    </message>
    <message>
        <source>Setelah ini petugas tidak lagi mendengar dan melihat Anda.</source>
        <translation>After this, the officer no longer hears or sees you.</translation>
    </message>
    <message>
        <source>YA, AKHIRI</source>
        <translation>YES, END IT</translation>
    </message>
    <message>
        <source>Tanpa jawaban, layar dibersihkan. Yang sudah difoto tetap tersimpan.</source>
        <translation>Without an answer, the screen is wiped. What was photographed stays stored.</translation>
    </message>
    <message>
        <source>Akhiri layanan?</source>
        <translation>End the service?</translation>
    </message>
    <message>
        <source>Yang sudah difoto tetap tersimpan. Anda dapat melanjutkannya lain kali.</source>
        <translation>What was photographed stays stored. You can go on another time.</translation>
    </message>
    <message>
        <source>TIDAK, LANJUT</source>
        <translation>NO, GO ON</translation>
    </message>
    <message>
        <source>Setelah ini ringkasan dan bukti tidak terlihat lagi di layar.</source>
        <translation>After this, summary and receipt can no longer be seen on the screen.</translation>
    </message>
    <message>
        <source>Batalkan antrean?</source>
        <translation>Leave the queue?</translation>
    </message>
    <message>
        <source>Tempat Anda dalam antrean akan hilang.</source>
        <translation>You will lose your place in the queue.</translation>
    </message>
    <message>
        <source>YA, BATALKAN</source>
        <translation>YES, LEAVE</translation>
    </message>
    <message>
        <source>TIDAK, TUNGGU</source>
        <translation>NO, WAIT</translation>
    </message>
    <message>
        <source>Panggil petugas?</source>
        <translation>Call an officer?</translation>
    </message>
    <message>
        <source>Petugas berbicara dengan Anda. Kamera tetap mati.</source>
        <translation>An officer talks to you. The camera stays off.</translation>
    </message>
    <message>
        <source>YA, PANGGIL</source>
        <translation>YES, CALL</translation>
    </message>
    <message>
        <source>TIDAK JADI</source>
        <translation>NO</translation>
    </message>
</context>
<context>
    <name>QueueWay</name>
    <message>
        <source>1 orang</source>
        <translation>1 person</translation>
    </message>
    <message>
        <source>{n} orang</source>
        <translation>{n} people</translation>
    </message>
    <message>
        <source>Datang</source>
        <translation>Arrived</translation>
    </message>
    <message>
        <source>Anda</source>
        <translation>You</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Officer</translation>
    </message>
</context>
<context>
    <name>RatingView</name>
    <message>
        <source>Bagaimana pelayanan hari ini?</source>
        <translation>How was the service today?</translation>
    </message>
    <message>
        <source>Sentuh satu wajah. Tidak wajib: boleh langsung sentuh SELESAI.</source>
        <translation>Touch one of the faces. You need not: you may touch FINISH at once.</translation>
    </message>
    <message>
        <source>Buruk</source>
        <translation>Bad</translation>
    </message>
    <message>
        <source>Kurang</source>
        <translation>Poor</translation>
    </message>
    <message>
        <source>Baik</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Sangat baik</source>
        <translation>Very good</translation>
    </message>
    <message>
        <source>Terima kasih. Silakan meninggalkan bilik.</source>
        <translation>Thank you. You may leave the booth.</translation>
    </message>
    <message>
        <source>Layar ini dibersihkan dalam {time}.</source>
        <translation>This screen is wiped in {time}.</translation>
    </message>
</context>
<context>
    <name>ReadyView</name>
    <message>
        <source>Selamat datang.
Silakan duduk.</source>
        <translation>Welcome.
Please sit down.</translation>
    </message>
    <message>
        <source>Di sini Anda berbicara berdua saja dengan petugas, lewat layar.</source>
        <translation>Here you talk to an officer alone, on the screen.</translation>
    </message>
    <message>
        <source>MULAI</source>
        <translation>START</translation>
    </message>
    <message>
        <source>Biasanya selesai dalam {n} menit.</source>
        <translation>It usually takes {n} minutes.</translation>
    </message>
    <message>
        <source>Siapkan dokumen asli</source>
        <translation>Have your original papers ready</translation>
    </message>
    <message>
        <source>KTP</source>
        <translation>KTP</translation>
    </message>
    <message>
        <source>Kartu peserta</source>
        <translation>Member card</translation>
    </message>
    <message>
        <source>Dokumen lain untuk klaim Anda</source>
        <translation>Other papers for your claim</translation>
    </message>
</context>
<context>
    <name>ReconnectingView</name>
    <message>
        <source>Sambungan terputus.</source>
        <translation>The connection was lost.</translation>
    </message>
    <message>
        <source>Data Anda aman.</source>
        <translation>Your data are safe.</translation>
    </message>
    <message>
        <source>Kami menyambungkan kembali.
Anda tidak perlu melakukan apa-apa.</source>
        <translation>We are connecting again.
You need do nothing.</translation>
    </message>
    <message>
        <source>Petugas sedang terputus dan akan kembali.
Anda tidak perlu melakukan apa-apa.</source>
        <translation>The officer is cut off and will be back.
You need do nothing.</translation>
    </message>
    <message>
        <source>Petugas yang sama akan kembali: {name}</source>
        <translation>The same officer will be back: {name}</translation>
    </message>
</context>
<context>
    <name>SlipView</name>
    <message>
        <source>Nomor Anda</source>
        <translation>Your number</translation>
    </message>
    <message>
        <source>Ambil kembali semua dokumen asli.</source>
        <translation>Take back all your original papers.</translation>
    </message>
    <message>
        <source>{n} dokumen. Periksa meja dan kotak kamera.</source>
        <translation>{n} papers. Check the desk and the camera box.</translation>
    </message>
    <message>
        <source>Periksa meja dan kotak kamera.</source>
        <translation>Check the desk and the camera box.</translation>
    </message>
    <message>
        <source>LANJUT</source>
        <translation>GO ON</translation>
    </message>
    <message>
        <source>Layar ini dibersihkan dalam {time}.</source>
        <translation>This screen is wiped in {time}.</translation>
    </message>
    <message>
        <source>Kertas bukti sedang dicetak. Mohon tunggu.</source>
        <translation>Your receipt is being printed. Please wait.</translation>
    </message>
    <message>
        <source>Ambil kertas bukti dari mesin cetak, atau foto layar ini.</source>
        <translation>Take your receipt from the printer, or photograph this screen.</translation>
    </message>
    <message>
        <source>Kertas bukti tidak tercetak. Foto layar ini, atau sentuh CETAK LAGI.</source>
        <translation>Your receipt was not printed. Photograph this screen, or touch PRINT AGAIN.</translation>
    </message>
    <message>
        <source>Foto layar ini dengan ponsel Anda, atau catat nomornya.</source>
        <translation>Photograph this screen with your phone, or write the number down.</translation>
    </message>
    <message>
        <source>SISANYA {n}/{all}</source>
        <translation>THE REST {n}/{all}</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>Tanda tangan Anda</source>
        <translation>Your signature</translation>
    </message>
    <message>
        <source>Bacalah ringkasan di kiri. Jika sudah benar, tanda tangani dengan jari di kotak ini.</source>
        <translation>Read the summary on the left. If it is right, sign in this box with your finger.</translation>
    </message>
    <message>
        <source>Yang perlu dibawa</source>
        <translation>Please bring</translation>
    </message>
    <message>
        <source>Yang sudah difoto</source>
        <translation>Photographed today</translation>
    </message>
    <message>
        <source>Tidak ada dokumen yang difoto.</source>
        <translation>Nothing was photographed.</translation>
    </message>
    <message>
        <source>LIHAT LAGI {n}/{all}</source>
        <translation>SEE MORE {n}/{all}</translation>
    </message>
    <message>
        <source>HAPUS</source>
        <translation>ERASE</translation>
    </message>
    <message>
        <source>TANPA TANDA TANGAN</source>
        <translation>WITHOUT SIGNING</translation>
    </message>
    <message>
        <source>Sudah ditandatangani. Terima kasih.</source>
        <translation>Signed. Thank you.</translation>
    </message>
    <message>
        <source>LANJUT</source>
        <translation>GO ON</translation>
    </message>
    <message>
        <source>Tanda tangan di sini</source>
        <translation>Sign here</translation>
    </message>
    <message>
        <source>SAYA SETUJU, KIRIM</source>
        <translation>I AGREE, SEND</translation>
    </message>
</context>
<context>
    <name>UnavailableView</name>
    <message>
        <source>Layanan belum tersedia.</source>
        <translation>The service is not available yet.</translation>
    </message>
    <message>
        <source>Mohon tunggu sebentar.</source>
        <translation>Please wait a moment.</translation>
    </message>
    <message>
        <source>Bilik ini tersambung kembali dengan sendirinya.</source>
        <translation>This booth connects again by itself.</translation>
    </message>
    <message>
        <source>Kode {code} · bilik tidak diterima oleh server</source>
        <translation>Code {code} · the server does not accept this booth</translation>
    </message>
    <message>
        <source>Perlu segera? Hubungi petugas keamanan.</source>
        <translation>Urgent? Ask the security guard.</translation>
    </message>
</context>
<context>
    <name>VeilView</name>
    <message>
        <source>Petugas segera
bersama Anda.</source>
        <translation>The officer will be
with you soon.</translation>
    </message>
    <message>
        <source>Petugas sedang melayani peserta lain.</source>
        <translation>The officer is helping someone else.</translation>
    </message>
    <message>
        <source>Petugas tahu Anda menunggu. Tetap duduk.</source>
        <translation>The officer knows that you are waiting. Please stay seated.</translation>
    </message>
    <message>
        <source>Sudah menunggu {time}</source>
        <translation>Waiting for {time}</translation>
    </message>
    <message>
        <source>Sambil menunggu, siapkan: {name}.</source>
        <translation>While you wait, get ready: {name}.</translation>
    </message>
    <message>
        <source>Bagian Anda sudah selesai. Petugas memeriksa dokumen Anda.</source>
        <translation>Your part is done. The officer checks your papers.</translation>
    </message>
    <message>
        <source>Petugas akan menanyakan keperluan Anda.</source>
        <translation>The officer will ask what you come for.</translation>
    </message>
    <message>
        <source>Petugas memberi tahu jika ada dokumen yang dibutuhkan.</source>
        <translation>The officer will tell you if any papers are needed.</translation>
    </message>
    <message>
        <source>Petugas sudah melihat permintaan Anda. Tetap duduk.</source>
        <translation>The officer has seen your request. Please stay seated.</translation>
    </message>
    <message>
        <source>Permintaan Anda sudah dikirim. Tetap duduk.</source>
        <translation>Your request has been sent. Please stay seated.</translation>
    </message>
    <message>
        <source>Suara dan gambar berhenti di kedua arah. Anda tidak perlu melakukan apa-apa.</source>
        <translation>Sound and pictures are stopped in both directions. You need do nothing.</translation>
    </message>
    <message>
        <source>Perlu petugas sekarang? Sentuh BANTUAN. Petugas langsung melihatnya.</source>
        <translation>Do you need the officer now? Touch HELP. The officer sees it at once.</translation>
    </message>
</context>
<context>
    <name>WaitingView</name>
    <message>
        <source>Anda antrean ke-{n}.</source>
        <translation>You are number {n} in the queue.</translation>
    </message>
    <message>
        <source>Anda akan mendengar bunyi saat petugas datang.
Tetap duduk.</source>
        <translation>You will hear a sound when the officer comes.
Please stay seated.</translation>
    </message>
    <message>
        <source>Sambil menunggu</source>
        <translation>While you wait</translation>
    </message>
    <message>
        <source>Siapkan dokumen yang belum difoto.</source>
        <translation>Get ready the papers without a photo yet.</translation>
    </message>
    <message>
        <source>Bagian Anda sudah selesai.</source>
        <translation>Your part is done.</translation>
    </message>
    <message>
        <source>Petugas akan menanyakan keperluan Anda.</source>
        <translation>The officer will ask what you come for.</translation>
    </message>
    <message>
        <source>Petugas memberi tahu jika ada dokumen yang dibutuhkan.</source>
        <translation>The officer will tell you if any papers are needed.</translation>
    </message>
    <message>
        <source>Belum ada petugas yang tersambung. Tempat Anda tetap disimpan.</source>
        <translation>No officer is connected yet. Your place is kept.</translation>
    </message>
    <message>
        <source>Sedikit lebih lama. Anda tetap di urutan ke-{n}.</source>
        <translation>A little longer. You are still number {n}.</translation>
    </message>
    <message>
        <source>Perkiraan waktu belum ada.</source>
        <translation>There is no estimate yet.</translation>
    </message>
    <message>
        <source>Perkiraan {n} menit, sekitar pukul {time}.</source>
        <translation>About {n} minutes, at about {time}.</translation>
    </message>
    <message>
        <source>Tersambung ke antrean. Diperbarui {n} detik yang lalu.</source>
        <translation>Connected to the queue. Updated {n} seconds ago.</translation>
    </message>
    <message>
        <source>Sambungan ke antrean terputus. Tempat Anda disimpan, kami menyambungkan kembali.</source>
        <translation>The connection to the queue was lost. Your place is kept, we are connecting again.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Petugas</source>
        <translation>The officer</translation>
    </message>
    <message>
        <source>Petugas {name}</source>
        <translation>Officer {name}</translation>
    </message>
    <message>
        <source>1 menit</source>
        <translation>1 minute</translation>
    </message>
    <message>
        <source>{n} menit</source>
        <translation>{n} minutes</translation>
    </message>
    <message>
        <source>1 detik</source>
        <translation>1 second</translation>
    </message>
    <message>
        <source>{n} detik</source>
        <translation>{n} seconds</translation>
    </message>
    <message>
        <source>kamera tidak ditemukan</source>
        <translation>camera not found</translation>
    </message>
    <message>
        <source>mikrofon tidak ditemukan</source>
        <translation>microphone not found</translation>
    </message>
    <message>
        <source>pengeras suara tidak ditemukan</source>
        <translation>speaker not found</translation>
    </message>
    <message>
        <source>kamera dokumen tidak ditemukan</source>
        <translation>document camera not found</translation>
    </message>
    <message>
        <source>printer tidak siap</source>
        <translation>printer not ready</translation>
    </message>
</context>
</TS>
