//! The words of the item master: what bought and made parts are called in four languages, and their usual sizes.

use super::drawing::Shape;

/// How the numbers of a family of items are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// `BR-1010`, `BR-1020` …
    Coded(&'static str),
    /// Five digits with leading zeros, kept as text: `00417`.
    Zeros(u32),
    /// A number cell that only its format pads to six digits: `000123`.
    Padded(u32),
}

/// A family of items that differ in size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noun {
    /// Short name by which the structures refer to it.
    pub(crate) key: &'static str,
    pub(crate) numbering: Numbering,
    pub(crate) fi: &'static str,
    pub(crate) en: &'static str,
    pub(crate) de: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) shape: Shape,
    pub(crate) unit: &'static str,
    pub(crate) group: &'static str,
    pub(crate) discount: &'static str,
    pub(crate) class: &'static str,
    pub(crate) supplier: &'static str,
    /// Price of the smallest size in cents; the others grow from it.
    pub(crate) cents: i64,
    /// Weight of the smallest size in grams.
    pub(crate) grams: i64,
    /// Sizes separated by `|`; empty where they are made up to fill the master.
    pub(crate) sizes: &'static str,
}

macro_rules! nouns {
    ($($key:literal $numbering:expr, $fi:literal / $en:literal / $de:literal / $zh:literal, $shape:ident $unit:ident
        $group:literal $discount:literal $class:ident $supplier:literal $cents:literal $grams:literal : $sizes:literal;)+) => {
        /// All families in the order of the item master.
        pub(crate) const NOUNS: &[Noun] = &[$(Noun {
            key: $key, numbering: $numbering, fi: $fi, en: $en, de: $de, zh: $zh, shape: Shape::$shape,
            unit: stringify!($unit), group: $group, discount: $discount, class: stringify!($class),
            supplier: $supplier, cents: $cents, grams: $grams, sizes: $sizes,
        }),+];
    };
}

use Numbering::{Coded, Padded, Zeros};

nouns! {
    "BR" Coded("BR"), "Urakuulalaakeri" / "Deep groove ball bearing" / "Rillenkugellager" / "深沟球轴承", Bearing kpl "BEAR" "A1" WEAR "Laakeri-Center Oy" 690 65: "6203-2RS 17x40x12|6204-2RS 20x47x14|6205-2RS 25x52x15|6206-2RS 30x62x16|6207-2RS 35x72x17|6208-2RS 40x80x18|6306-2RS 30x72x19|6308-2RS 40x90x23|6309-C3 45x100x25|6310-C3 50x110x27|6312-C3 60x130x31|6314-C3 70x150x35";
    "RL" Coded("BR-S"), "Pallomainen rullalaakeri" / "Spherical roller bearing" / "Pendelrollenlager" / "调心滚子轴承", RollerBearing kpl "BEAR" "A1" WEAR "Laakeri-Center Oy" 4890 530: "22206 E 30x62x20|22208 E 40x80x23|22210 E 50x90x23|22211 E 55x100x25|22213 E 65x120x31|22215 E 75x130x31|22218 E 90x160x40|22220 E 100x180x46|23024 CC 120x180x46";
    "TR" Coded("BR-T"), "Kartiorullalaakeri" / "Tapered roller bearing" / "Kegelrollenlager" / "圆锥滚子轴承", RollerBearing kpl "BEAR" "A1" WEAR "Laakeri-Center Oy" 1850 170: "30204 20x47x15,25|30205 25x52x16,25|30206 30x62x17,25|30208 40x80x19,75|32009 45x75x20|32210 50x90x24,75|33113 65x110x34";
    "AX" Coded("BR-A"), "Painekuulalaakeri" / "Thrust ball bearing" / "Axial-Rillenkugellager" / "推力球轴承", ThrustBearing kpl "BEAR" "A1" WEAR "Laakeri-Center Oy" 1240 80: "51104 20x35x10|51106 30x47x11|51108 40x60x13|51110 50x70x14|51112 60x85x17|51207 35x62x18";
    "BU" Zeros(310), "Liukulaakeriholkki" / "Plain bushing" / "Gleitlagerbuchse" / "滑动衬套", Bushing kpl "BEAR" "A1" WEAR "Laakeri-Center Oy" 320 28: "16/18x20|20/23x20|25/28x30|30/34x30|35/39x40|40/44x40|45/50x50|50/55x60|60/65x60";
    "SE" Zeros(400), "Akselitiiviste" / "Radial shaft seal" / "Wellendichtring" / "骨架油封", Seal kpl "SEAL" "A2" WEAR "Tiivistetalo Oy" 280 12: "20x35x7 NBR|25x47x7 NBR|30x52x7 NBR|35x62x8 NBR|40x62x8 NBR|45x65x8 FKM|50x72x8 NBR|55x80x8 NBR|60x85x8 FKM|70x90x10 NBR|80x100x10 NBR|90x120x12 FKM";
    "OR" Zeros(430), "O-rengas" / "O-ring" / "O-Ring" / "O形密封圈", ORing kpl "SEAL" "A2" WEAR "Tiivistetalo Oy" 45 1: "19,2x3,0 NBR70|24,2x3,0 NBR70|29,2x3,0 NBR70|39,2x3,0 NBR70|49,5x3,0 NBR70|59,5x3,0 NBR70|69,5x3,0 FKM75|79,5x3,0 NBR70|89,5x3,0 NBR70|109,5x3,0 FKM75|119,5x5,7 NBR70|139,5x5,7 NBR70";
    "SK" Coded("SK"), "Tiivistesarja" / "Seal kit" / "Dichtungssatz" / "密封件套装", ORing kpl "SEAL" "A2" KIT "Tiivistetalo Oy" 3850 140: "rummun laakerointi|nostovaihde|nostosylinteri 63/40|nostosylinteri 80/50|venttiililohko NG6|hydraulipumppu 8 cm3";
    "CI" Padded(101), "Lukkorengas akselille" / "Retaining ring for shaft" / "Sicherungsring für Welle" / "轴用弹性挡圈", Circlip kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 18 2: "DIN 471 17x1|DIN 471 20x1,2|DIN 471 25x1,2|DIN 471 30x1,5|DIN 471 35x1,5|DIN 471 40x1,75|DIN 471 45x1,75|DIN 471 50x2|DIN 471 60x2|DIN 471 75x2,5";
    "CH" Padded(121), "Lukkorengas reikään" / "Retaining ring for bore" / "Sicherungsring für Bohrung" / "孔用弹性挡圈", Circlip kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 26 3: "DIN 472 40x1,75|DIN 472 47x1,75|DIN 472 52x2|DIN 472 62x2|DIN 472 72x2,5|DIN 472 80x2,5|DIN 472 90x3|DIN 472 110x4";
    "SC" Padded(141), "Kuusiokoloruuvi" / "Socket head cap screw" / "Zylinderschraube mit Innensechskant" / "内六角圆柱头螺钉", BoltsFour kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 14 5: "M6x16 8.8 Zn|M6x20 8.8 Zn|M6x30 8.8 Zn|M8x20 8.8 Zn|M8x25 8.8 Zn|M8x30 8.8 Zn|M8x40 8.8 Zn|M10x25 8.8 Zn|M10x30 8.8 Zn|M10x40 8.8 Zn|M12x30 12.9|M12x40 12.9|M12x60 12.9|M16x50 12.9";
    "NU" Padded(161), "Kuusiomutteri" / "Hexagon nut" / "Sechskantmutter" / "六角螺母", Nut kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 6 3: "M6 8 Zn|M8 8 Zn|M10 8 Zn|M12 8 Zn|M16 8 Zn|M20 8 Zn|M24 8 Zn|M30 8 Zn|M36 8 Zn";
    "WA" Padded(181), "Aluslevy" / "Plain washer" / "Unterlegscheibe" / "平垫圈", Washer kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 3 1: "M6 200 HV Zn|M8 200 HV Zn|M10 200 HV Zn|M12 200 HV Zn|M16 200 HV Zn|M20 200 HV Zn|M24 200 HV Zn|M30 200 HV Zn|M36 200 HV Zn";
    "SW" Padded(201), "Jousialuslevy" / "Spring lock washer" / "Federring" / "弹簧垫圈", Washer kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 4 1: "DIN 127 B6|DIN 127 B8|DIN 127 B10|DIN 127 B12|DIN 127 B16|DIN 127 B20|DIN 127 B24";
    "LN" Padded(221), "Akselimutteri" / "Shaft lock nut" / "Nutmutter" / "圆螺母", Nut kpl "FAST" "B1" STANDARD "Laakeri-Center Oy" 240 25: "KM4 M20x1|KM5 M25x1,5|KM6 M30x1,5|KM7 M35x1,5|KM8 M40x1,5|KM9 M45x1,5|KM10 M50x1,5|KM12 M60x2";
    "PI" Padded(241), "Lieriösokka" / "Dowel pin" / "Zylinderstift" / "圆柱销", Pin kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 35 6: "ISO 8734 6x30|ISO 8734 8x40|ISO 8734 10x40|ISO 8734 10x60|ISO 8734 12x60|ISO 8734 16x80|ISO 8734 20x100";
    "KY" Padded(261), "Tasakiila" / "Parallel key" / "Passfeder" / "平键", Key kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 55 10: "DIN 6885 A6x6x25|DIN 6885 A8x7x32|DIN 6885 A8x7x40|DIN 6885 A10x8x45|DIN 6885 A12x8x50|DIN 6885 A14x9x63|DIN 6885 A16x10x70";
    "SP" Zeros(510), "Puristusjousi" / "Compression spring" / "Druckfeder" / "压缩弹簧", Spring kpl "BRAKE" "C1" WEAR "Jousitehdas Oy" 310 18: "1,6x12x40|2,0x16x50|2,5x20x60|3,2x25x80|4,0x32x90|5,0x40x120";
    "SM" Zeros(530), "Säätölevy" / "Shim ring" / "Passscheibe" / "调整垫片", Shim kpl "SHAFT" "C1" STANDARD "Pultti ja Mutteri Oy" 60 3: "30x42x0,2|30x42x0,5|40x50x0,2|40x50x0,5|50x62x0,3|50x62x1,0|60x75x0,5";
    "SL" Zeros(550), "Väliholkki" / "Spacer sleeve" / "Distanzhülse" / "隔套", Spacer kpl "SHAFT" "C1" NORMAL "Konepaja Kivikoski" 780 90: "20/28x18|25/35x22|30/40x26|40/50x30|50/62x36|60/75x40";
    "SH" Coded("AX"), "Akseli" / "Shaft" / "Welle" / "轴", Shaft kpl "SHAFT" "C1" NORMAL "Konepaja Kivikoski" 6400 1800: "Ø30x210|Ø35x260|Ø40x285|Ø45x300|Ø50x340|Ø55x390|Ø60x420|Ø70x480";
    "PS" Coded("AX-P"), "Hammasakseli" / "Pinion shaft" / "Ritzelwelle" / "齿轮轴", PinionShaft kpl "TRANS" "C1" STRATEGIC "Konepaja Kivikoski" 12800 2400: "m2,5 z14|m2,5 z18|m3 z13|m3 z16|m4 z12|m4 z15";
    "GW" Coded("HP"), "Hammaspyörä" / "Gear wheel" / "Zahnrad" / "齿轮", Gear kpl "TRANS" "C1" STRATEGIC "Konepaja Kivikoski" 15900 3100: "m2,5 z52|m2,5 z71|m3 z58|m3 z64|m4 z49|m4 z62|m5 z55";
    "RI" Coded("HP-R"), "Hammaskehä" / "Gear rim" / "Zahnkranz" / "齿圈", RingGear kpl "TRANS" "C1" STRATEGIC "Konepaja Kivikoski" 31800 6400: "m4 z72|m5 z68|m5 z80";
    "CV" Coded("LK"), "Laakerikansi" / "Bearing cover" / "Lagerdeckel" / "轴承盖", Cover kpl "SHAFT" "C1" NORMAL "Valimo Rautalampi" 3400 720: "Ø80 umpi|Ø90 umpi|Ø110 umpi|Ø130 umpi|Ø90 läpi|Ø110 läpi|Ø130 läpi|Ø160 läpi";
    "HO" Coded("LP"), "Laakeripesä" / "Bearing housing" / "Lagergehäuse" / "轴承座", Housing kpl "SHAFT" "C1" NORMAL "Valimo Rautalampi" 9800 3900: "Ø80|Ø90|Ø110|Ø130|Ø160";
    "GC" Coded("VK"), "Vaihteen kotelo" / "Gear case" / "Getriebegehäuse" / "减速器箱体", Gearcase kpl "TRANS" "C1" NORMAL "Valimo Rautalampi" 48500 28000: "2-portainen|3-portainen|kartio";
    "CP" Coded("KY"), "Joustokytkin" / "Flexible coupling" / "Elastische Kupplung" / "弹性联轴器", Coupling kpl "TRANS" "C1" NORMAL "Voimansiirto Suomi Oy" 5900 900: "19/24|24/32|28/38|38/45|42/55|48/60";
    "CE" Coded("KY-E"), "Kytkinelementti" / "Coupling spider" / "Kupplungsstern" / "联轴器弹性体", Spider kpl "TRANS" "C1" WEAR "Voimansiirto Suomi Oy" 1150 35: "19/24 92 Sh|24/32 92 Sh|28/38 92 Sh|38/45 98 Sh|42/55 98 Sh";
    "BD" Coded("JA"), "Jarrulevy" / "Brake disc" / "Bremsscheibe" / "制动盘", BrakeDisc kpl "BRAKE" "H1" WEAR "Bremstech GmbH" 4300 380: "20 Nm|32 Nm|60 Nm|100 Nm|150 Nm|240 Nm";
    "BC" Coded("JA-K"), "Jarrukela" / "Brake coil" / "Bremsspule" / "制动线圈", BrakeCoil kpl "BRAKE" "H1" STRATEGIC "Bremstech GmbH" 11900 1900: "20 Nm 190 VDC|32 Nm 190 VDC|60 Nm 190 VDC|100 Nm 190 VDC|150 Nm 180 VDC";
    "BL" Coded("JA-P"), "Jarrupäällyste" / "Brake lining" / "Bremsbelag" / "制动衬片", BrakeDisc kpl "BRAKE" "H1" WEAR "Bremstech GmbH" 2100 120: "Ø120|Ø140|Ø165|Ø190|Ø215";
    "EM" Coded("MO"), "Oikosulkumoottori" / "Three-phase motor" / "Drehstrommotor" / "三相异步电动机", Motor kpl "MOTOR" "D1" STRATEGIC "Antriebe Nord GmbH" 28900 9500: "0,75 kW 1400 rpm|1,1 kW 1420 rpm|2,2 kW 1430 rpm|4,0 kW 1440 rpm|5,5 kW 1450 rpm|7,5 kW 1460 rpm|11 kW 1465 rpm";
    "GM" Coded("VM"), "Vaihdemoottori" / "Geared motor" / "Getriebemotor" / "减速电机", GearUnit kpl "MOTOR" "D1" STRATEGIC "Antriebe Nord GmbH" 45900 14500: "0,37 kW i=28|0,55 kW i=28|0,75 kW i=35|1,1 kW i=42|1,5 kW i=50";
    "FN" Coded("TU"), "Tuuletin" / "Fan wheel" / "Lüfterrad" / "风扇", Fan kpl "MOTOR" "D1" NORMAL "Antriebe Nord GmbH" 1900 110: "Ø120|Ø140|Ø160|Ø180|Ø200";
    "FC" Coded("TU-S"), "Tuulettimen suojus" / "Fan cowl" / "Lüfterhaube" / "风扇罩", FanCover kpl "MOTOR" "D1" NORMAL "Antriebe Nord GmbH" 2400 310: "IEC 80|IEC 90|IEC 100|IEC 112|IEC 132";
    "RP" Coded("KO"), "Teräsköysi" / "Wire rope" / "Drahtseil" / "钢丝绳", Rope m "ROPE" "H1" WEAR "Köysi ja Ketju Oy" 420 260: "Ø8 8xK19 1960|Ø9 8xK26 1960|Ø10 8xK26 1960|Ø11 8xK26 2160|Ø12 8xK26 2160|Ø14 8xK36 2160";
    "HK" Coded("NK"), "Nostokoukku" / "Lifting hook" / "Lasthaken" / "吊钩", Hook kpl "HOOK" "H1" STRATEGIC "Köysi ja Ketju Oy" 13500 2900: "nro 1 / 2 t|nro 1,6 / 3,2 t|nro 2,5 / 5 t|nro 4 / 8 t";
    "HL" Coded("NK-S"), "Koukun salpa" / "Hook latch" / "Hakensicherung" / "吊钩防脱扣", Bracket kpl "HOOK" "H1" WEAR "Köysi ja Ketju Oy" 1450 90: "nro 1|nro 1,6|nro 2,5|nro 4";
    "PU" Coded("KP"), "Köysipyörä" / "Rope sheave" / "Seilrolle" / "滑轮", Sheave kpl "ROPE" "H1" WEAR "Valimo Rautalampi" 9900 3600: "Ø160 / Ø9|Ø200 / Ø10|Ø225 / Ø11|Ø250 / Ø12|Ø315 / Ø14";
    "WG" Coded("KK"), "Köysikiila" / "Rope wedge" / "Seilkeil" / "钢丝绳楔块", Wedge kpl "ROPE" "H1" NORMAL "Köysi ja Ketju Oy" 2800 420: "Ø8-9|Ø10-11|Ø12-14";
    "RG" Coded("KO-O"), "Köydenohjain" / "Rope guide ring" / "Seilführung" / "导绳器", RopeGuide kpl "ROPE" "H1" WEAR "Köysi ja Ketju Oy" 18900 1900: "Ø219 / Ø9|Ø219 / Ø10|Ø273 / Ø11|Ø273 / Ø12";
    "WH" Coded("PY"), "Kantopyörä" / "Travel wheel" / "Laufrad" / "车轮", Wheel kpl "TRAVEL" "C1" WEAR "Valimo Rautalampi" 8900 4100: "Ø100|Ø125|Ø160|Ø200|Ø250";
    "BF" Coded("PU"), "Puskuri" / "Buffer" / "Puffer" / "缓冲器", Buffer kpl "TRAVEL" "C1" WEAR "Tiivistetalo Oy" 1300 180: "Ø40x40 M8|Ø50x50 M10|Ø63x63 M12|Ø80x80 M12|Ø100x100 M16";
    "SD" Coded("SL"), "Sivulevy" / "Side plate" / "Seitenplatte" / "侧板", SidePlate kpl "FRAME" "C1" NORMAL "Konepaja Kivikoski" 7400 5200: "koukkuryhmä 2 t|koukkuryhmä 4 t|vaunu vasen|vaunu oikea|vastapyörä";
    "BK" Coded("KN"), "Kannake" / "Bracket" / "Halter" / "支架", Bracket kpl "FRAME" "C1" NORMAL "Konepaja Kivikoski" 1900 640: "L60x60|L80x80|L100x100|anturille|rajakytkimelle|kaapelille";
    "PL" Coded("LV"), "Asennuslevy" / "Mounting plate" / "Montageplatte" / "安装板", Plate kpl "FRAME" "C1" NORMAL "Konepaja Kivikoski" 2600 2100: "300x200x3|400x300x3|600x400x3|800x600x3";
    "CT" Coded("SK-K"), "Kontaktori" / "Contactor" / "Schütz" / "接触器", Device kpl "CONTR" "D1" WEAR "Sähköporras Oy" 2900 320: "9 A 24 VDC|12 A 24 VDC|18 A 24 VDC|25 A 24 VDC|32 A 230 VAC|40 A 230 VAC|65 A 230 VAC";
    "MC" Coded("SK-J"), "Johdonsuojakatkaisija" / "Miniature circuit breaker" / "Leitungsschutzschalter" / "小型断路器", Device kpl "CONTR" "D1" NORMAL "Sähköporras Oy" 1100 120: "B6 1-nap|C10 1-nap|C16 1-nap|C16 3-nap|C25 3-nap|C32 3-nap";
    "OL" Coded("SK-L"), "Lämpörele" / "Thermal overload relay" / "Thermisches Überlastrelais" / "热过载继电器", Device kpl "CONTR" "D1" NORMAL "Sähköporras Oy" 2700 160: "1,6-2,5 A|2,5-4 A|4-6 A|7-10 A|9-13 A|16-24 A";
    "RY" Coded("SK-R"), "Turvarele" / "Safety relay" / "Sicherheitsrelais" / "安全继电器", Device kpl "CONTR" "D1" STRATEGIC "Sähköporras Oy" 9800 210: "24 VDC 2NO|24 VDC 3NO|230 VAC 3NO";
    "FD" Coded("TM"), "Taajuusmuuttaja" / "Frequency converter" / "Frequenzumrichter" / "变频器", WideDevice kpl "DRIVE" "D1" STRATEGIC "Antriebe Nord GmbH" 38900 2100: "0,75 kW 400 V|1,5 kW 400 V|2,2 kW 400 V|4,0 kW 400 V|7,5 kW 400 V|11 kW 400 V";
    "LS" Coded("RK"), "Rajakytkin" / "Limit switch" / "Endschalter" / "限位开关", Switch kpl "SENS" "D1" WEAR "Sähköporras Oy" 3400 240: "rullavipu 1NO1NC|rullavipu 2NC|vipu säädettävä|kierukkaraja 4-nap|hätäraja 2NC";
    "PX" Coded("AN"), "Induktiivinen anturi" / "Inductive sensor" / "Induktiver Sensor" / "电感式接近开关", Sensor kpl "SENS" "D1" WEAR "Sähköporras Oy" 2600 70: "M12 Sn4 PNP|M12 Sn8 PNP|M18 Sn8 PNP|M18 Sn16 PNP|M30 Sn15 PNP";
    "TB" Zeros(710), "Riviliitin" / "Terminal block" / "Reihenklemme" / "接线端子", Terminals kpl "CONTR" "D1" STANDARD "Sähköporras Oy" 95 9: "2,5 mm2 harmaa|2,5 mm2 sininen|2,5 mm2 KeVi|4 mm2 harmaa|6 mm2 harmaa|10 mm2 harmaa|16 mm2 KeVi";
    "CA" Zeros(730), "Ohjauskaapeli" / "Control cable" / "Steuerleitung" / "控制电缆", Cable m "CABLE" "D1" NORMAL "Sähköporras Oy" 140 90: "4G1,5|7G1,5|12G1,5|18G1,5|25G1,5|4G2,5|4G4|4G6";
    "PB" Zeros(760), "Painonappi" / "Push button" / "Drucktaster" / "按钮", Screw kpl "CONTR" "D1" WEAR "Sähköporras Oy" 890 40: "musta nosto|musta lasku|valkoinen vasen|valkoinen oikea|punainen hätäseis|vihreä päälle";
    "PN" Coded("RO"), "Riippuohjain" / "Pendant control" / "Hängetaster" / "手电门", Pendant kpl "CONTR" "D1" WEAR "Sähköporras Oy" 14900 780: "4-nappinen + hätäseis|6-nappinen + hätäseis|8-nappinen + hätäseis";
    "HP" Coded("HY-P"), "Hydraulipumppu" / "Hydraulic pump" / "Hydraulikpumpe" / "液压泵", Pump kpl "PUMP" "E1" STRATEGIC "Hydro-Nordic AB" 18900 2900: "4 cm3|6 cm3|8 cm3|11 cm3|16 cm3";
    "SV" Coded("HY-M"), "Magneettiventtiili" / "Solenoid valve" / "Magnetventil" / "电磁阀", Valve kpl "VALVE" "E1" WEAR "Hydro-Nordic AB" 7900 640: "2/2 NC 24 VDC|2/2 NO 24 VDC|3/2 24 VDC|4/2 NG6 24 VDC|4/3 NG6 24 VDC|4/3 NG10 24 VDC";
    "RV" Coded("HY-R"), "Paineenrajoitusventtiili" / "Pressure relief valve" / "Druckbegrenzungsventil" / "溢流阀", Valve kpl "VALVE" "E1" NORMAL "Hydro-Nordic AB" 4600 310: "50-100 bar|100-210 bar|210-350 bar";
    "VB" Coded("HY-L"), "Venttiililohko" / "Valve manifold" / "Ventilblock" / "阀块", ValveBlock kpl "VALVE" "E1" NORMAL "Hydro-Nordic AB" 15900 5400: "2-paikkainen|3-paikkainen|4-paikkainen";
    "FL" Zeros(810), "Suodatinpatruuna" / "Filter element" / "Filterelement" / "滤芯", Filter kpl "HYDR" "F1" WEAR "Hydro-Nordic AB" 2200 260: "paluu 10 µm|paluu 25 µm|paine 3 µm|paine 10 µm|huohotin";
    "HH" Zeros(830), "Hydrauliletku" / "Hydraulic hose" / "Hydraulikschlauch" / "液压软管", Hose kpl "HYDR" "E1" WEAR "Hydro-Nordic AB" 2900 480: "1/4\" 600 mm|1/4\" 900 mm|3/8\" 600 mm|3/8\" 900 mm|3/8\" 1200 mm|1/2\" 900 mm|1/2\" 1500 mm";
    "FT" Zeros(850), "Putkiliitin" / "Pipe fitting" / "Rohrverschraubung" / "管接头", Fitting kpl "HYDR" "E1" STANDARD "Hydro-Nordic AB" 340 55: "suora L8 G1/4|suora L10 G3/8|suora L12 G3/8|suora L15 G1/2|kulma L10 G3/8|kulma L12 G3/8|T L12";
    "CY" Coded("HY-S"), "Hydraulisylinteri" / "Hydraulic cylinder" / "Hydraulikzylinder" / "液压缸", Cylinder kpl "HYDR" "E1" STRATEGIC "Hydro-Nordic AB" 31900 11800: "50/30-300|63/40-350|80/50-400|100/60-450";
    "PR" Coded("HY-V"), "Männänvarsi" / "Piston rod" / "Kolbenstange" / "活塞杆", Piston kpl "HYDR" "E1" NORMAL "Hydro-Nordic AB" 14900 3900: "Ø30-300|Ø40-350|Ø50-400|Ø60-450";
    "TK" Coded("HY-T"), "Öljysäiliö" / "Oil reservoir" / "Ölbehälter" / "油箱", Tank kpl "HYDR" "E1" NORMAL "Konepaja Kivikoski" 12900 6900: "8 l|15 l|25 l";
    "OI" Zeros(900), "Vaihteistoöljy" / "Gear oil" / "Getriebeöl" / "齿轮油", Can l "CONS" "F1" CONSUMABLE "Voiteluaine Oy" 690 900: "CLP 150|CLP 220|CLP 320|PAO 220 synt.|hydrauliöljy HLP 32|hydrauliöljy HLP 46";
    "GR" Zeros(920), "Voitelurasva" / "Lubricating grease" / "Schmierfett" / "润滑脂", Can kg "CONS" "F1" CONSUMABLE "Voiteluaine Oy" 1150 1000: "EP 2|EP 00|MoS2|köysirasva|elintarvike NSF H1";
    "PA" Zeros(940), "Korjausmaali" / "Touch-up paint" / "Ausbesserungslack" / "修补漆", Can l "CONS" "F1" CONSUMABLE "Voiteluaine Oy" 1490 1200: "RAL 1003|RAL 5010|RAL 7035|RAL 9005";
    "LB" Zeros(960), "Tarra" / "Label" / "Aufkleber" / "标签", Label kpl "LABEL" "F1" NORMAL "Kilpi-Paino Oy" 350 5: "kuorma 2,5 t|kuorma 4 t|varoitus puristuminen|huoltotaulukko|tyyppikilpi|nuolet nosto/lasku";
    "SB" Coded("HL-T"), "Hyllytaso" / "Shelf board" / "Fachboden" / "层板", Platform kpl "SHELF" "S1" NORMAL "Konepaja Kivikoski" 2100 3800: "800x400|800x600|1200x400|1200x600";
    "SU" Coded("HL-P"), "Pystypylväs" / "Upright" / "Ständer" / "立柱", Bracket kpl "SHELF" "S1" NORMAL "Konepaja Kivikoski" 1850 4200: "1800|2200|2600";
    "BM" Coded("HL-V"), "Vaakapalkki" / "Shelf beam" / "Traverse" / "横梁", Bracket kpl "SHELF" "S1" NORMAL "Konepaja Kivikoski" 990 1500: "800|1200";
    "BX" Coded("HL-R"), "Vinotuki" / "Cross brace" / "Kreuzverband" / "斜撑", Bracket kpl "SHELF" "S1" NORMAL "Konepaja Kivikoski" 720 900: "800|1200";
    "CB" Padded(301), "Kuusioruuvi" / "Hexagon head screw" / "Sechskantschraube" / "六角头螺栓", BoltsSix kpl "FAST" "B1" STANDARD "Pultti ja Mutteri Oy" 12 6: "";
}

/// Sizes of hexagon screws, made up as far as the master needs them.
pub(crate) fn screw_size(index: usize) -> String {
    const THREADS: [u32; 8] = [8, 10, 12, 16, 20, 24, 6, 30];
    const LENGTHS: [u32; 14] = [25, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90, 100, 120, 140];
    let thread = THREADS.iter().copied().cycle().nth(index % 8).unwrap_or(8);
    let length = LENGTHS.iter().copied().cycle().nth(index / 8 % 14).unwrap_or(30);
    format!("M{thread}x{length} 8.8 Zn")
}
