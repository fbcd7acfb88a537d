//! Drawings as the specification wants them: pictures and bubbles move with their cell and never stretch, and bubbles are
//! round.
//!
//! The workbook writer ties both ends of a drawing to cells, so that it stretches where a reader's font makes columns
//! wider, and draws text boxes with corners. Rule: parts-book specification, section 5.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The same workbook with drawings tied to one cell and round text boxes; none when it is not a workbook.
pub(super) fn settle(workbook: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).ok()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(workbook.len())));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let name = file.name().ok()?.into_owned();
        if !name.strip_suffix(".xml").is_some_and(|name| name.starts_with("xl/drawings/drawing")) {
            writer.raw_copy_file(file).ok()?;
            continue;
        }
        let mut xml = String::new();
        file.read_to_string(&mut xml).ok()?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        writer.start_file(name, options).ok()?;
        writer.write_all(settled(&xml).as_deref().unwrap_or(&xml).as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// One drawing: its first cell, its place and size in EMU, and the rest.
struct Anchor<'x> {
    from: &'x str,
    place: (u64, u64),
    size: (u64, u64),
    content: &'x str,
}

/// The drawing part with one-cell anchors; the bubbles of a picture are one group with the picture's own anchor and
/// size, so that they stay on it whatever the widths of the columns are.
fn settled(xml: &str) -> Option<String> {
    let (head, rest) = xml.split_once("<xdr:twoCellAnchor")?;
    let mut anchors = Vec::new();
    let mut tail = "";
    for anchor in rest.split("<xdr:twoCellAnchor") {
        let (anchor, after) = anchor.split_once("</xdr:twoCellAnchor>")?;
        anchors.push(one_cell(anchor)?);
        tail = after;
    }
    let (bubbles, pictures): (Vec<Anchor<'_>>, Vec<Anchor<'_>>) =
        anchors.into_iter().partition(|anchor| anchor.content.starts_with("<xdr:sp "));
    let mut bubbles: Vec<Option<Anchor<'_>>> = bubbles.into_iter().map(Some).collect();
    let mut settled = head.to_owned();
    for (number, picture) in (1..).zip(&pictures) {
        push(&mut settled, picture, picture.content);
        let mut group = String::new();
        for slot in &mut bubbles {
            if slot.as_ref().is_some_and(|bubble| picture.holds(bubble))
                && let Some(bubble) = slot.take()
            {
                group.push_str(&round(bubble.content.strip_suffix("<xdr:clientData/>").unwrap_or(bubble.content)));
            }
        }
        if !group.is_empty() {
            push(&mut settled, picture, &picture.group(number, &group));
        }
    }
    for bubble in bubbles.iter().flatten() {
        push(&mut settled, bubble, &round(bubble.content));
    }
    settled.push_str(tail);
    Some(settled)
}

impl Anchor<'_> {
    /// True when the other's corner lies in this one.
    fn holds(&self, other: &Anchor<'_>) -> bool {
        let inside = |at: u64, from: u64, size: u64| at >= from && at - from <= size;
        inside(other.place.0, self.place.0, self.size.0) && inside(other.place.1, self.place.1, self.size.1)
    }

    /// A group of shapes over the whole of this drawing; numbers of groups begin where no shape has its own.
    fn group(&self, number: u32, shapes: &str) -> String {
        let ((x, y), (cx, cy)) = (self.place, self.size);
        format!(
            "<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id=\"{}\" name=\"Group {number}\"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>\
             <xdr:grpSpPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/><a:chOff x=\"{x}\" \
             y=\"{y}\"/><a:chExt cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm></xdr:grpSpPr>{shapes}</xdr:grpSp><xdr:clientData/>",
            100_000 + number
        )
    }
}

fn push(xml: &mut String, anchor: &Anchor<'_>, content: &str) {
    let (from, (cx, cy)) = (anchor.from, anchor.size);
    let parts =
        ["<xdr:oneCellAnchor>", from, &format!("<xdr:ext cx=\"{cx}\" cy=\"{cy}\"/>"), content, "</xdr:oneCellAnchor>"];
    for part in parts {
        xml.push_str(part);
    }
}

/// What an anchor says; none when it does not say its place and size.
fn one_cell(anchor: &str) -> Option<Anchor<'_>> {
    let (_, inner) = anchor.split_once('>')?;
    let (from, inner) = inner.split_once("<xdr:to>")?;
    let (_, content) = inner.split_once("</xdr:to>")?;
    let pair = |element: &str, second: &str| -> Option<(u64, u64)> {
        let (_, rest) = content.split_once(element)?;
        let (first, rest) = rest.split_once('"')?;
        let (_, rest) = rest.split_once(second)?;
        let (second, _) = rest.split_once('"')?;
        Some((first.parse().ok()?, second.parse().ok()?))
    };
    Some(Anchor { from, place: pair("<a:off x=\"", "y=\"")?, size: pair("<a:ext cx=\"", "cy=\"")?, content })
}

/// A text box as a circle; there is no room in it for margins.
fn round(shape: &str) -> String {
    shape
        .replacen("prst=\"rect\"", "prst=\"ellipse\"", 1)
        .replacen("<a:bodyPr ", "<a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" ", 1)
        .replacen("wrap=\"square\"", "wrap=\"none\"", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bubbles_are_round_and_stay_on_their_picture() {
        let anchor = |from: u8, (x, y): (u32, u32), (cx, cy): (u32, u32), element: &str| {
            format!(
                "<xdr:twoCellAnchor editAs=\"oneCell\"><xdr:from>{from}</xdr:from><xdr:to>9</xdr:to><xdr:{element} m=\"\">\
                 <a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/><x prst=\"rect\"/><a:bodyPr wrap=\"square\"/>\
                 </xdr:{element}><xdr:clientData/></xdr:twoCellAnchor>"
            )
        };
        let picture = anchor(1, (10, 10), (80, 60), "pic");
        let (on, off) = (anchor(2, (20, 20), (2, 2), "sp"), anchor(3, (200, 20), (2, 2), "sp"));
        let settled = settled(&format!("<d>{picture}{on}{off}</d>")).unwrap();
        let shape = |x: u32| {
            format!(
                "<xdr:sp m=\"\"><a:off x=\"{x}\" y=\"20\"/><a:ext cx=\"2\" cy=\"2\"/><x prst=\"ellipse\"/><a:bodyPr lIns=\"0\" \
                 tIns=\"0\" rIns=\"0\" bIns=\"0\" wrap=\"none\"/></xdr:sp>"
            )
        };
        let whole = "<xdr:oneCellAnchor><xdr:from>1</xdr:from><xdr:ext cx=\"80\" cy=\"60\"/>";
        assert!(settled.starts_with(&format!("<d>{whole}<xdr:pic m=\"\">")), "{settled}");
        assert_eq!(settled.matches(whole).count(), 2);
        assert!(settled.contains(&format!("</xdr:grpSpPr>{}</xdr:grpSp><xdr:clientData/>", shape(20))), "{settled}");
        let alone = "<xdr:oneCellAnchor><xdr:from>3</xdr:from><xdr:ext cx=\"2\" cy=\"2\"/>";
        assert!(
            settled.ends_with(&format!("{alone}{}<xdr:clientData/></xdr:oneCellAnchor></d>", shape(200))),
            "{settled}"
        );
    }
}
