//! Changes to valid files that keep enough of them to get past the first check.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::made::compound;

/// A source of numbers that gives the same ones for the same beginning (xorshift).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(run: u64, case: u64) -> Self {
        // Mixed, so that neighbouring cases have nothing in common.
        let mut state = run.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ case.wrapping_mul(0xD1B5_4A32_D192_ED03);
        state = (state ^ (state >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((state ^ (state >> 29)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`; 0 when that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.next() >> 11).unwrap() % end }
    }

    /// True once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<'a, T: ?Sized>(&mut self, list: &'a [&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next() >> 56).unwrap()
    }
}

/// A valid file, taken apart as far as its kind allows.
#[derive(Clone)]
pub(super) enum Seed {
    /// The parts of a package.
    Package(Vec<(String, Vec<u8>)>),
    /// The records of an old workbook.
    Records(Vec<u8>),
    /// Anything else.
    Bytes(Vec<u8>),
}

impl Seed {
    /// Takes a file apart.
    pub(super) fn new(file: &[u8]) -> Self {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { return Self::Bytes(file.to_vec()) };
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let Ok(mut part) = archive.by_index(index) else { return Self::Bytes(file.to_vec()) };
            let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            let mut content = Vec::new();
            if part.read_to_end(&mut content).is_err() {
                return Self::Bytes(file.to_vec());
            }
            // Pictures and the like are not looked at by anybody.
            if ["xml", "rels", "bin", "mimetype"].iter().any(|ending| name.ends_with(ending)) {
                parts.push((name, content));
            }
        }
        Self::Package(parts)
    }
}

/// A changed file.
pub(super) fn change(seeds: &[Seed], random: &mut Random) -> Vec<u8> {
    let seed = &seeds[random.below(seeds.len())];
    match seed {
        Seed::Bytes(file) => {
            let mut file = file.clone();
            let other = match &seeds[random.below(seeds.len())] {
                Seed::Bytes(other) | Seed::Records(other) => other.clone(),
                Seed::Package(_) => Vec::new(),
            };
            change_bytes(&mut file, &other, random);
            file
        }
        Seed::Records(stream) => {
            let mut stream = stream.clone();
            for _ in 0..=random.below(4) {
                if random.once_in(4) {
                    change_bytes(&mut stream, &[], random);
                } else {
                    change_old_records(&mut stream, random);
                }
            }
            let mut file = compound(&stream);
            if random.once_in(6) {
                let head = file.len().min(2048);
                change_number(&mut file[..head], random);
            }
            file
        }
        Seed::Package(parts) => {
            let mut parts = parts.clone();
            for _ in 0..=random.below(3) {
                change_part(&mut parts, random);
            }
            let mut file = packed(&parts, random);
            if random.once_in(8) {
                change_directory(&mut file, random);
            }
            if random.once_in(12) {
                change_bytes(&mut file, &[], random);
            }
            file
        }
    }
}

fn change_part(parts: &mut Vec<(String, Vec<u8>)>, random: &mut Random) {
    if parts.is_empty() {
        return;
    }
    let at = random.below(parts.len());
    if random.once_in(40) {
        parts.remove(at);
        return;
    }
    if random.once_in(40) {
        let copy = parts[at].clone();
        let other = random.below(parts.len());
        parts[other].1 = copy.1;
        return;
    }
    let (name, content) = &mut parts[at];
    let is_binary = std::path::Path::new(name.as_str()).extension().is_some_and(|ending| ending == "bin");
    match random.below(6) {
        0 => change_bytes(content, &[], random),
        _ if is_binary => change_binary_records(content, random),
        _ => change_tags(content, random),
    }
}

/// The archive; parts that bear one name twice are written twice only as far as the writer allows.
fn packed(parts: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let method = if random.once_in(2) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(method).compression_level(None);
        if zip.start_file(name.as_str(), options).is_ok() {
            zip.write_all(content).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

const NUMBERS: [u32; 14] =
    [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x0010_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF];

/// A number of one, two or four bytes becomes one at a border.
fn change_number(bytes: &mut [u8], random: &mut Random) {
    let number = NUMBERS[random.below(NUMBERS.len())].to_le_bytes();
    let width = [1, 2, 4][random.below(3)];
    if bytes.len() >= width {
        let at = random.below(bytes.len() - width + 1);
        bytes[at..at + width].copy_from_slice(&number[..width]);
    }
}

fn change_bytes(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        let longest = 1 << random.below(12);
        let length = random.below((bytes.len() - at).min(longest) + 1);
        match random.below(7) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.byte(),
            2 => change_number(bytes, random),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let piece = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 if !other.is_empty() => {
                let from = random.below(other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..at + length, piece);
            }
            _ if random.once_in(3) => bytes.truncate(at),
            _ => bytes[at] = random.byte(),
        }
    }
}

/// Where the records of an old workbook begin and end.
fn old_records(stream: &[u8]) -> Vec<(usize, usize)> {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some(head) = stream.get(at..at + 4) {
        let end = at + 4 + usize::from(u16::from_le_bytes([head[2], head[3]]));
        if end > stream.len() || (head[0] == 0 && head[1] == 0 && end == at + 4) {
            break;
        }
        records.push((at, end));
        at = end;
    }
    records
}

fn change_old_records(stream: &mut Vec<u8>, random: &mut Random) {
    let records = old_records(stream);
    if records.is_empty() {
        return;
    }
    let (from, to) = records[random.below(records.len())];
    match random.below(6) {
        0 => drop(stream.drain(from..to)),
        1 => {
            let copy = stream[from..to].to_vec();
            let (at, _) = records[random.below(records.len())];
            stream.splice(at..at, copy);
        }
        2 => {
            // Cut short, with the length that fits.
            let keep = random.below(to - from - 3);
            stream.drain(from + 4 + keep..to);
            let length = u16::try_from(keep).unwrap().to_le_bytes();
            stream[from + 2..from + 4].copy_from_slice(&length);
        }
        3 => stream[from + 2] = random.byte(),
        4 => {
            let kinds: [u16; 12] = [0x0809, 0x0A, 0xFC, 0x3C, 0xFD, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x204, 0x85];
            let kind = kinds[random.below(kinds.len())].to_le_bytes();
            stream[from..from + 2].copy_from_slice(&kind);
        }
        _ => change_number(&mut stream[from + 4..to], random),
    }
}

/// Where the records of a binary part begin, where their content begins, and where they end.
fn binary_records(part: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut records = Vec::new();
    let mut at = 0;
    while at < part.len() {
        let from = at;
        at += if part[at] & 0x80 == 0 { 1 } else { 2 };
        let mut length = 0;
        for step in 0..4 {
            let Some(&byte) = part.get(at) else { return records };
            at += 1;
            length |= usize::from(byte & 0x7F) << (7 * step);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if at + length > part.len() {
            break;
        }
        records.push((from, at, at + length));
        at += length;
    }
    records
}

fn change_binary_records(part: &mut Vec<u8>, random: &mut Random) {
    let records = binary_records(part);
    if records.is_empty() {
        return;
    }
    let (from, content, to) = records[random.below(records.len())];
    match random.below(7) {
        0 => drop(part.drain(from..to)),
        1 => {
            let copy = part[from..to].to_vec();
            let (at, ..) = records[random.below(records.len())];
            part.splice(at..at, copy);
        }
        2 if to - content < 127 => {
            let keep = random.below(to - content + 1);
            part.drain(content + keep..to);
            part[content - 1] = u8::try_from(keep).unwrap();
        }
        3 => {
            part.splice(content - 1..content, [0xFF, 0xFF, 0xFF, 0x7F]);
        }
        4 => part[from] = random.byte() & 0x7F,
        _ => change_number(&mut part[content..to], random),
    }
}

const VALUES: &[&str] = &[
    "",
    "-1",
    "0",
    "1",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "99999999999999999999",
    "1:55",
    "A:C",
    "A0",
    "A1:XFD1048576",
    "XFD1048576",
    "ZZZZZZZ99999999",
    "NaN",
    "1e999",
    "-1e-999",
    "inf",
    "&x;",
    "&#0;",
    "&#xD800;",
    "s",
    "str",
    "inlineStr",
    "e",
    "d",
    "b",
    "#SPILL!",
    "2026-02-30",
    "true",
    "\u{FFFF}",
    "../../etc",
    "/",
    "1.5",
    "0x10",
    "PT1H",
    "PT999999999999H",
    "float",
    "date",
    "1000000",
    "16384",
    "1048577",
    "00000",
    "[h]:mm",
    "yyyy",
    "\u{0}",
];

/// Changes among the tags of an XML part.
fn change_tags(part: &mut Vec<u8>, random: &mut Random) {
    let starts: Vec<usize> = memchr::memchr_iter(b'<', part).collect();
    if starts.is_empty() {
        return change_bytes(part, &[], random);
    }
    let from = starts[random.below(starts.len())];
    let to = memchr::memchr(b'>', &part[from..]).map_or(part.len(), |end| from + end + 1);
    match random.below(9) {
        0 => drop(part.drain(from..to)),
        1 => {
            let copy = part[from..to].to_vec();
            let at = starts[random.below(starts.len())];
            part.splice(at..at, copy);
        }
        2 => {
            let copy = part[from..to].repeat(1 << random.below(11));
            part.splice(from..from, copy);
        }
        3 | 4 => {
            let marks: Vec<usize> = memchr::memchr_iter(b'"', &part[from..to]).map(|at| from + at).collect();
            if let Some(pair) = marks.chunks_exact(2).nth(random.below(marks.len() / 2)) {
                let value = random.pick(VALUES).bytes();
                part.splice(pair[0] + 1..pair[1], value);
            }
        }
        5 => {
            let end = memchr::memchr(b'<', &part[to.min(part.len())..]).map_or(part.len(), |end| to + end);
            let value = random.pick(VALUES).bytes();
            part.splice(to.min(end)..end, value);
        }
        6 => {
            let longest = 1 << random.below(17);
            let length = random.below(longest);
            part.splice(to..to, std::iter::repeat_n(b'x', length));
        }
        7 => {
            let texts: &[&str] = &[
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "<?xml version=\"1.1\"?>",
                "<!DOCTYPE a [<!ENTITY x \"y\">]>",
                "<",
                ">",
                "&",
                "\"",
                "<c r=\"A1\" t=\"s\"><v>9</v></c>",
                "<row r=\"1048576\">",
                "</row>",
                "<v>",
                "<is><t>x</t></is>",
                "<dimension ref=\"1:55\"/>",
                "<f t=\"shared\" si=\"4000000000\" ref=\"A1:A9\">A1</f>",
                "<extLst/>",
            ];
            let text = random.pick(texts).bytes();
            part.splice(from..from, text);
        }
        _ => {
            let other = starts[random.below(starts.len())];
            let (first, last) = (from.min(other), from.max(other));
            part.drain(first..last);
        }
    }
}

/// A number in the list of parts at the end of an archive.
fn change_directory(file: &mut [u8], random: &mut Random) {
    let starts: Vec<usize> = memchr::memmem::find_iter(file, b"PK\x01\x02").collect();
    if starts.is_empty() {
        return;
    }
    let at = starts[random.below(starts.len())];
    let end = (at + 46).min(file.len());
    // Sizes and the place of the part more often than the rest.
    let field = [20, 24, 42, 28, 30, 10, 8, random.below(46)][random.below(8)];
    let from = (at + field).min(end);
    change_number(&mut file[from..(from + 4).min(end)], random);
}
