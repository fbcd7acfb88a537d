//! The item master: 600 items made from the vocabulary and the assemblies.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::assemblies::ASSEMBLIES;
use super::drawing::Shape;
use super::rng::Seeded;
use super::sheet::{Cell, Page};
use super::vocabulary::{NOUNS, Noun, Numbering, screw_size};

/// How many items the company has.
pub(crate) const ITEM_COUNT: usize = 600;

/// One item with everything the sheets say about it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) number: String,
    /// The plain number where only the cell format shows leading zeros.
    padded: Option<u32>,
    pub(crate) revision: &'static str,
    pub(crate) fi: String,
    en: String,
    de: String,
    zh: String,
    pub(crate) unit: &'static str,
    group: &'static str,
    discount: &'static str,
    class: &'static str,
    supplier: &'static str,
    pub(crate) cents: i64,
    pub(crate) cost: i64,
    grams: i64,
    pub(crate) spare: bool,
    ip: bool,
    pub(crate) shape: Shape,
    /// Place in the master, for values that only need to differ.
    index: usize,
}

/// The master, and numbers by the short names that structures use.
pub(crate) struct Master {
    pub(crate) items: Vec<Item>,
    by_name: BTreeMap<String, usize>,
}

impl Master {
    pub(crate) fn new() -> Self {
        let mut master = Self { items: Vec::with_capacity(ITEM_COUNT), by_name: BTreeMap::new() };
        for assembly in ASSEMBLIES {
            let machine = assembly.cents >= 900_000;
            let ip = assembly.item.starts_with("CTRL");
            master.add(
                assembly.item.to_owned(),
                Item {
                    number: assembly.item.to_owned(),
                    padded: None,
                    revision: assembly.revision,
                    fi: assembly.fi.to_owned(),
                    en: assembly.en.to_owned(),
                    de: assembly.de.to_owned(),
                    zh: assembly.zh.to_owned(),
                    unit: "kpl",
                    group: if machine { "MACH" } else { "ASSY" },
                    discount: if machine { "" } else { "G1" },
                    class: if ip { "STRATEGIC" } else { "NORMAL" },
                    supplier: "",
                    cents: assembly.cents,
                    cost: assembly.cents / 100 * 52,
                    grams: assembly.cents / 4 + 800,
                    spare: assembly.spare,
                    ip,
                    shape: assembly.shape,
                    index: 0,
                },
            );
        }
        for noun in NOUNS {
            master.add_family(noun);
        }
        master
    }

    fn add_family(&mut self, noun: &Noun) {
        let room = ITEM_COUNT.saturating_sub(self.items.len());
        let sizes: Vec<String> = if noun.sizes.is_empty() {
            (0..room).map(screw_size).collect()
        } else {
            noun.sizes.split('|').map(str::to_owned).collect()
        };
        for (step, size) in sizes.iter().enumerate() {
            let (place, growth) = (step.saturating_add(1), i64::try_from(step).unwrap_or(0));
            // Each size costs about a third of the smallest more; the cents are made to look chosen.
            let raw =
                noun.cents.saturating_add(noun.cents.saturating_mul(growth.saturating_mul(34 + growth % 5)) / 100);
            let cents = if raw > 2000 { raw / 50 * 50 + if raw % 3 == 0 { 0 } else { 90 } } else { raw };
            let (number, padded) = number(noun.numbering, place);
            self.add(
                format!("{}.{place}", noun.key),
                Item {
                    number,
                    padded,
                    revision: "",
                    fi: format!("{} {size}", noun.fi),
                    en: format!("{} {}", noun.en, translated(size, 0)),
                    de: format!("{} {}", noun.de, translated(size, 1)),
                    zh: format!("{} {}", noun.zh, translated(size, 2)),
                    unit: noun.unit,
                    group: noun.group,
                    discount: noun.discount,
                    class: noun.class,
                    supplier: noun.supplier,
                    cents,
                    cost: cents.saturating_mul(41 + growth % 14) / 100,
                    grams: noun.grams.saturating_add(noun.grams.saturating_mul(growth.saturating_mul(38)) / 100),
                    spare: !matches!(noun.class, "STANDARD") || noun.key == "SC" || noun.key == "CB",
                    ip: false,
                    shape: noun.shape,
                    index: 0,
                },
            );
        }
    }

    fn add(&mut self, name: String, mut item: Item) {
        item.index = self.items.len();
        self.by_name.insert(name, item.index);
        self.items.push(item);
    }

    /// The item by its number's short name, or by an assembly's number.
    pub(crate) fn item(&self, name: &str) -> Option<&Item> {
        self.by_name.get(name).and_then(|index| self.items.get(*index))
    }

    /// The number for a short name; other texts stay as they are.
    pub(crate) fn number(&self, name: &str) -> String {
        self.item(name).map_or_else(|| name.to_owned(), |item| item.number.clone())
    }

    /// Spare parts that can be sold, in the order of the master.
    pub(crate) fn sold(&self) -> Vec<&Item> {
        self.items.iter().filter(|item| item.spare && !item.ip && item.cents > 0).collect()
    }

    /// The item sheet.
    pub(crate) fn page(&self) -> Page {
        let mut page = Page::new(
            "Nimikkeet",
            "items",
            &[
                "Nimiketunnus",
                "Rev",
                "Kuvaus (fi)",
                "Kuvaus (en)",
                "Kuvaus (de)",
                "Kuvaus (zh)",
                "Yksikkö",
                "Tuoteryhmä",
                "Alennusryhmä",
                "Bruttohinta",
                "Nettohinta",
                "Myymälähinta",
                "Kehahinta",
                "Alv-%",
                "Paino kg",
                "Varaosa (K/E)",
                "Luokka",
                "Suojattu",
                "Visibility",
                "Päätoimittaja",
                "Toimittajan tuoteno",
                "Toimitusaika pv",
                "Minimitilausmäärä",
                "Pakkauskoko",
                "HS-koodi",
                "Alkuperämaa",
                "Life hours",
            ],
        )
        .titled(&["Kaarnaharju Nostolaitteet Oy – nimikerekisteri", "Tulostettu toiminnanohjauksesta 20.11.2026"]);
        let mut seeded = Seeded::new(600);
        for item in &self.items {
            page.push(item.row(&mut seeded));
            if item.number == "SK-K1040" {
                // The cost was looked up on a sheet that has since been cut short.
                if let Some(cell) = page.rows.last_mut().and_then(|row| row.get_mut(12)) {
                    *cell = Cell::NotAvailable("=VLOOKUP(\"SK-K1040\",Alennusryhmät!A:C,3,FALSE)");
                }
                page.slip(12, "E-CELL-ERROR");
            }
            if item.number == "KP1020" {
                if let Some(cell) = page.rows.last_mut().and_then(|row| row.first_mut()) {
                    *cell = Cell::from("KP1020 ");
                }
                page.slip(0, "I-TRIM");
            }
        }
        page
    }
}

impl Item {
    fn row(&self, seeded: &mut Seeded) -> Vec<Cell> {
        let bought = !self.supplier.is_empty();
        let weight = Decimal::new(self.grams, 3).normalize();
        let rare = |every: usize, rest: usize| self.index % every == rest;
        // A few weights were typed by hand with a decimal comma and stayed text.
        let weight_text = Decimal::new(self.grams / 10, 2).to_string().replace('.', ",");
        let store = if rare(9, 4) && self.cents > 0 { self.cents.saturating_mul(151) / 1000 * 10 } else { 0 };
        vec![
            self.padded.map_or_else(|| Cell::from(self.number.clone()), Cell::Padded),
            Cell::from(self.revision),
            Cell::from(self.fi.clone()),
            Cell::from(self.en.clone()),
            Cell::from(self.de.clone()),
            Cell::from(self.zh.clone()),
            Cell::from(self.unit),
            Cell::from(self.group),
            Cell::from(self.discount),
            Cell::cents(self.cents),
            Cell::cents(if rare(67, 60) { self.cents / 100 * 83 } else { 0 }),
            Cell::cents(store),
            Cell::cents(self.cost),
            Cell::number("25.5"),
            if rare(83, 70) && self.grams > 100 { Cell::from(weight_text) } else { Cell::Number(weight) },
            Cell::from(self.spare),
            Cell::from(self.class),
            if self.ip { Cell::from(true) } else { Cell::Blank },
            if rare(97, 40) { Cell::from("E") } else { Cell::Blank },
            Cell::from(self.supplier),
            if bought {
                Cell::from(format!(
                    "{}-{:05}",
                    self.supplier.get(..2).unwrap_or("XX").to_uppercase(),
                    12_000 + self.index * 7
                ))
            } else {
                Cell::Blank
            },
            if bought {
                Cell::from(
                    i64::try_from([3_usize, 7, 10, 14, 21, 28, 42, 70].get(seeded.below(8)).copied().unwrap_or(7))
                        .unwrap_or(7),
                )
            } else {
                Cell::Blank
            },
            if self.cents < 100 && bought { Cell::from(50) } else { Cell::Blank },
            if self.cents < 100 && bought { Cell::from(25) } else { Cell::Blank },
            Cell::from(hs_code(self.group)),
            Cell::from(if bought { seeded.pick(&["FI", "DE", "SE", "IT", "CN", "PL"]) } else { "FI" }),
            if self.class == "WEAR" {
                Cell::from(i64::try_from(2000 + 1000 * seeded.below(9)).unwrap_or(4000))
            } else {
                Cell::Blank
            },
        ]
    }
}

fn number(numbering: Numbering, place: usize) -> (String, Option<u32>) {
    let place = u32::try_from(place).unwrap_or(0);
    match numbering {
        Numbering::Coded(code) => (format!("{code}{}", 1000 + 10 * place), None),
        Numbering::Zeros(first) => (format!("{:05}", first + place), None),
        Numbering::Padded(first) => (format!("{:06}", first + place), Some(first + place)),
    }
}

/// A size in English (0), German (1) or Chinese (2); only German keeps the decimal comma.
fn translated(size: &str, language: usize) -> String {
    const WORDS: &[(&str, [&str; 3])] = &[
        ("rummun laakerointi", ["drum bearing", "Trommellagerung", "卷筒轴承"]),
        ("nostovaihde", ["hoist gearbox", "Hubgetriebe", "起升减速器"]),
        ("nostosylinteri", ["lifting cylinder", "Hubzylinder", "升降油缸"]),
        ("venttiililohko", ["manifold", "Ventilblock", "阀块"]),
        ("hydraulipumppu", ["hydraulic pump", "Hydraulikpumpe", "液压泵"]),
        ("kartio", ["bevel", "Kegelrad", "锥齿轮"]),
        ("umpi", ["closed", "geschlossen", "闭式"]),
        ("läpi", ["through", "offen", "通孔"]),
        ("2-portainen", ["2-stage", "2-stufig", "二级"]),
        ("3-portainen", ["3-stage", "3-stufig", "三级"]),
        ("kulma", ["elbow", "Winkel", "弯头"]),
        ("suora", ["straight", "gerade", "直通"]),
        ("nro", ["No.", "Nr.", "号"]),
        ("koukkuryhmä", ["hook block", "Unterflasche", "吊钩组"]),
        ("vaunu vasen", ["trolley LH", "Katze links", "小车左"]),
        ("vaunu oikea", ["trolley RH", "Katze rechts", "小车右"]),
        ("vastapyörä", ["compensating sheave", "Ausgleichsrolle", "平衡滑轮"]),
        ("anturille", ["for sensor", "für Sensor", "传感器用"]),
        ("rajakytkimelle", ["for limit switch", "für Endschalter", "限位开关用"]),
        ("kaapelille", ["for cable", "für Kabel", "电缆用"]),
        ("1-nap", ["1-pole", "1-polig", "1极"]),
        ("3-nap", ["3-pole", "3-polig", "3极"]),
        ("rullavipu", ["roller lever", "Rollenhebel", "滚轮杠杆"]),
        ("vipu säädettävä", ["adjustable lever", "Hebel verstellbar", "可调杠杆"]),
        ("kierukkaraja 4-nap", ["geared, 4-pole", "Getriebe, 4-polig", "蜗轮式4极"]),
        ("hätäraja", ["emergency limit", "Not-Endschalter", "紧急限位"]),
        ("harmaa", ["grey", "grau", "灰"]),
        ("sininen", ["blue", "blau", "蓝"]),
        ("KeVi", ["green-yellow", "grün-gelb", "黄绿"]),
        ("musta nosto", ["black, up", "schwarz, heben", "黑 上升"]),
        ("musta lasku", ["black, down", "schwarz, senken", "黑 下降"]),
        ("valkoinen vasen", ["white, left", "weiß, links", "白 向左"]),
        ("valkoinen oikea", ["white, right", "weiß, rechts", "白 向右"]),
        ("punainen hätäseis", ["red, emergency stop", "rot, Not-Halt", "红 急停"]),
        ("vihreä päälle", ["green, on", "grün, ein", "绿 启动"]),
        ("-nappinen + hätäseis", [" buttons + emergency stop", " Tasten + Not-Halt", "键+急停"]),
        ("-paikkainen", ["-station", "-fach", "联"]),
        ("paluu", ["return", "Rücklauf", "回油"]),
        ("paine", ["pressure", "Druck", "压力"]),
        ("huohotin", ["breather", "Belüftung", "空气"]),
        ("synt.", ["synthetic", "synthetisch", "合成"]),
        ("hydrauliöljy", ["hydraulic oil", "Hydrauliköl", "液压油"]),
        ("köysirasva", ["rope grease", "Seilfett", "钢丝绳脂"]),
        ("elintarvike", ["food grade", "Lebensmittel", "食品级"]),
        ("kuorma", ["load", "Tragfähigkeit", "额定载荷"]),
        ("varoitus puristuminen", ["warning: crushing", "Warnung Quetschgefahr", "警告:挤压危险"]),
        ("huoltotaulukko", ["service table", "Wartungstabelle", "保养表"]),
        ("tyyppikilpi", ["rating plate", "Typenschild", "铭牌"]),
        ("nuolet nosto/lasku", ["arrows up/down", "Pfeile auf/ab", "上下箭头"]),
    ];
    let swap = |text: String, (fi, others): &(&str, [&str; 3])| text.replace(fi, others.get(language).unwrap_or(fi));
    let points = if language == 1 { size.to_owned() } else { size.replace(',', ".") };
    WORDS.iter().fold(points, swap)
}

fn hs_code(group: &str) -> &'static str {
    match group {
        "BEAR" => "84821010",
        "SEAL" => "40169300",
        "FAST" => "73181588",
        "SHAFT" | "TRANS" => "84839089",
        "MOTOR" | "DRIVE" => "85015220",
        "CONTR" | "SENS" => "85364900",
        "CABLE" => "85444995",
        "ROPE" => "73121081",
        "PUMP" | "VALVE" | "HYDR" => "84122180",
        "MACH" => "84251100",
        _ => "84313900",
    }
}
