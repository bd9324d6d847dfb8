"""The words that stand above the columns of village registries.

Data only; headers.py says how they are matched. A phrase is written in full words, the short
forms of each word are listed once.
"""

# The values of a resident, in the order of the contract.
FIELDS = (
    "name", "nickname", "national_id", "sex", "birth_date", "birth_place", "hamlet",
    "neighborhood_unit", "community_unit", "household_number", "household_head", "phone",
    "country", "migration_status", "departed_on", "returned_on",
)  # fmt: skip
# Columns that hold two fields.
BIRTH, UNITS, TURNED_UNITS = "birth", "units", "units_turned"
COMBINED = {
    BIRTH: ("birth_place", "birth_date"),
    UNITS: ("neighborhood_unit", "community_unit"),
    TURNED_UNITS: ("community_unit", "neighborhood_unit"),
}
# One column for each sex, with a mark in one of them.
TICKS = {"sex_male": "L", "sex_female": "P"}
# The running number is known, but is no field of a person.
NUMBER = "number"

# One word and the short forms people write for it.
SHORT_FORMS = {
    "nomor": "no nmr nomer num number",
    "nama": "nm",
    "tanggal": "tgl tggl tangal tg",
    "tempat": "tmp tmpt tpt tmpat",
    "lahir": "lhr kelahiran",
    "tahun": "thn th",
    "jenis": "jns",
    "kelamin": "klmn",
    "telepon": "telp tlp tlpn telpon tel phone",
    "hp": "handphone hape",
    "wa": "whatsapp",
    "keluarga": "kelg klg",
    "kepala": "kep",
    "dusun": "dsn",
    "keterangan": "ket ketr",
    "berangkat": "keberangkatan brgkt brkt",
    "pulang": "kepulangan plg",
    "pmi": "tki tkw tkwi cpmi ctki bmi",
    "lengkap": "lkp lengkp",
    "panggilan": "pgl",
    "lingkungan": "lingk",
    "negara": "neg negoro",
    "penduduk": "pddk",
}
# What each field is called, phrase by phrase.
PHRASES = {
    NUMBER: "nomor|nomor urut|urut|nourut",
    "name": "nama|nama lengkap|nama pmi|nama warga|nama anggota keluarga|nama anggota"
    "|nama penduduk|nama calon pmi|nama purna pmi|nama purna|nama eks pmi"
    "|nama ex pmi|nama mantan pmi|nama pekerja|nama pekerja migran"
    "|nama pekerja migran indonesia|nama lengkap pmi|nama lengkap warga"
    "|nama lengkap penduduk|nama peserta|nama orang|nama jelas|nama sesuai ktp"
    "|nama lengkap sesuai ktp|nama ktp|nama individu|nama responden|nama calon"
    "|nama anggota rumah tangga|name|full name|name of migrant|nama penuh|jeneng|asma",
    "nickname": "nama panggilan|panggilan|alias|nama alias|nama kecil|nama lain|nickname",
    "national_id": "nik|national id|national id number|national identity number"
    "|nomor nik|nomor ktp|ktp|nik ktp"
    "|nomor induk kependudukan|nomor ektp"
    "|nomor e ktp|nomor nik ktp|nik nomor ktp|nomor ktp nik"
    "|nomor induk penduduk|nomor induk kependudukan nik|nik pmi|nik warga"
    "|nomor ktp pmi|nomor kartu tanda penduduk|nomor identitas|nik sesuai ktp",
    "sex": "l p|lk p|lk pr|laki laki perempuan|laki perempuan|pria wanita|jk"
    "|jenis kelamin|kelamin|sex|gender|jenis kel|jenis kelamin l p|j kelamin"
    "|jkl|l p jenis kelamin|jantina",
    "birth_date": "tanggal lahir|dob|tarikh lahir|tanggal bulan tahun lahir|tanggal bln tahun lahir"
    "|birth date"
    "|birthdate|date of birth|lahir tanggal",
    "birth_place": "tempat lahir|kota lahir|birth place|birthplace|place of birth|lahir tempat"
    "|kota tempat lahir",
    BIRTH: "tempat tanggal lahir|ttl|tempat dan tanggal lahir"
    "|tempat lahir tanggal lahir|t t l|tempat lahir dan tanggal lahir"
    "|tempat lahir tanggal|ttgl lahir|tempat tanggal bulan tahun lahir",
    "hamlet": "dusun|lingkungan|nama dusun|nama lingkungan|dusun lingkungan"
    "|lingkungan dusun|dukuh|pedukuhan|padukuhan|alamat dusun|hamlet",
    "neighborhood_unit": "rt|neighborhood unit|nomor rt|rukun tetangga|alamat rt",
    "community_unit": "rw|community unit|nomor rw|rukun warga|alamat rw",
    UNITS: "rt rw|alamat rt rw|nomor rt rw|rt dan rw",
    TURNED_UNITS: "rw rt|alamat rw rt|nomor rw rt|rw dan rt",
    "household_number": "nomor kk|family card nomor|household nomor|nomor kartu keluarga|nkk"
    "|no kk kartu keluarga"
    "|nomor kartu keluarga kk|kartu keluarga nomor",
    "household_head": "kepala keluarga|nama kk|nama kepala keluarga|nama kepala kk"
    "|kepala rumah tangga|head of household|head of family|household head|nama kepala rumah tangga"
    "|kepala kk"
    "|nama kepala keluarga kk|kk kepala keluarga|kepala keluarga nama",
    "phone": "nomor hp|hp|telepon|nomor telepon|nomor wa|wa|hp wa|nomor hp wa"
    "|nomor telepon hp|ponsel|telepon hp|nomor ponsel|nomor kontak"
    "|nomor telepon wa|hand phone|nomor hand phone|mobile|nomor hp pmi"
    "|telepon seluler|nomor hp telepon|hp telepon|whats app|nomor whats app"
    "|nomor telepon seluler|nomor telepon genggam|nomor hp aktif|wa hp"
    "|nomor wa hp|mobile nomor|telepon nomor|hp nomor|wa nomor",
    "country": "negara|negara tujuan|tujuan|negara penempatan|tujuan negara"
    "|negara tempat bekerja|negara tempat kerja|negara bekerja|negara kerja"
    "|negara tujuan penempatan|country|penempatan|negara tujuan bekerja"
    "|negara penempatan pmi|negara tujuan pmi|country of destination|destination country"
    "|destination|country of work|country of employment|country of placement|negara destinasi",
    "migration_status": "status|status pmi|keterangan status|status migrasi|status saat ini"
    "|status pekerja migran|status penempatan|status calon pmi|pmi status"
    "|status keterangan|migration status",
    "departed_on": "tanggal berangkat|tahun berangkat|berangkat|tanggal tahun berangkat"
    "|waktu berangkat|bulan tahun berangkat|berangkat tanggal|berangkat tahun"
    "|tahun tanggal berangkat|tanggal berangkat pmi|departure date|date of departure|departed on"
    "|departure",
    "returned_on": "tanggal pulang|tahun pulang|pulang|tanggal tahun pulang|waktu pulang"
    "|bulan tahun pulang|pulang tanggal|pulang tahun|tahun tanggal pulang"
    "|tanggal pulang pmi|return date|date of return|returned on",
}
# Words of other headers: never mistaken for a slip of one above; a row of them begins another
# kind of table.
OTHER_WORDS = frozenset({
    "agama", "akhir", "alamat", "anggaran", "ayah", "balita", "bank", "banyaknya", "barang",
    "bidang", "bulan", "catatan", "debet", "desa", "email", "foto", "gaji", "gol", "golongan",
    "harga", "hari", "hubungan", "ibu", "istri", "jabatan", "jalan", "jam", "jenis", "jiwa",
    "jumlah", "kabupaten", "kawin", "kecamatan", "kegiatan", "kelompok", "keluar", "keterangan",
    "kode", "kondisi", "kota", "kredit", "laki", "lama", "lansia", "lokasi", "luas", "majikan",
    "masuk", "mobil", "motor", "nilai", "nip", "orang", "paraf", "paspor", "pekerjaan",
    "pendidikan", "perangkat", "perempuan", "perkawinan", "persen", "perusahaan", "pptkis",
    "program", "provinsi", "rata", "realisasi", "rencana", "rincian", "sakit", "saldo",
    "sarana", "satuan", "sektor", "sisa", "suami", "suku", "sumber", "tahun", "tanda", "tangan",
    "target", "tinggal", "total", "tunggal", "umur", "uraian", "usia", "volume", "wali",
    "wilayah",
})  # fmt: skip
# Of these, the words above columns about a person: with a name and a running number they make a
# list of people, while `No | Nama | Jabatan` or `No | Nama | Tanda Tangan` is another kind of list.
PERSONAL_WORDS = frozenset({
    "agama", "alamat", "ayah", "catatan", "desa", "email", "golongan", "hubungan", "ibu",
    "istri", "jalan", "jenis", "kabupaten", "kawin", "kecamatan", "keterangan", "kota", "laki",
    "lama", "majikan", "paspor", "pekerjaan", "pendidikan", "perempuan", "perkawinan",
    "perusahaan", "provinsi", "suami", "suku", "tahun", "tinggal", "umur", "usia", "wali",
})  # fmt: skip
# Group titles over columns about somebody else than the person of the row.
SOMEBODY_ELSE = frozenset({
    "agen", "agensi", "ahli", "ayah", "darurat", "dihubungi", "ibu", "istri", "majikan",
    "orangtua", "pasangan", "penanggung", "pengguna", "penjamin", "perekrut", "perusahaan",
    "pjtki", "pptkis", "sponsor", "suami", "tua", "wali", "waris",
})  # fmt: skip
# Words of columns that count: they belong to a summary.
COUNTS = frozenset({
    "banyaknya", "jiwa", "jumlah", "orang", "persen", "rata", "rekap", "total",
})  # fmt: skip
# Titles under `Jenis Kelamin` when each sex has a column.
TICK_TITLES = {
    **dict.fromkeys(("l", "lk", "laki", "lakilaki", "pria"), "sex_male"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita"), "sex_female"),
}
