//! Position bubbles: the workbook writer draws text boxes with corners; here they become round.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The same workbook with round text boxes; none when it is not one.
///
/// Inside a circle there is no room for the margins of a text box, so they go too.
pub(super) fn round(workbook: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).ok()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(workbook.len())));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let name = file.name().ok()?.into_owned();
        if !(name.starts_with("xl/drawings/drawing") && name.ends_with(".xml")) {
            writer.raw_copy_file(file).ok()?;
            continue;
        }
        let mut xml = String::new();
        file.read_to_string(&mut xml).ok()?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        writer.start_file(name, options).ok()?;
        writer.write_all(rounded(&xml).as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// The drawing with every shape round; pictures stay as they are.
fn rounded(xml: &str) -> String {
    let mut round = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, shape)) = rest.split_once("<xdr:sp ") {
        let (shape, after) = shape.split_once("</xdr:sp>").unwrap_or((shape, ""));
        round.push_str(before);
        round.push_str("<xdr:sp ");
        let shape = shape
            .replacen("prst=\"rect\"", "prst=\"ellipse\"", 1)
            .replacen("<a:bodyPr ", "<a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" ", 1)
            .replacen("wrap=\"square\"", "wrap=\"none\"", 1);
        round.push_str(&shape);
        round.push_str("</xdr:sp>");
        rest = after;
    }
    round.push_str(rest);
    round
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_become_round_and_pictures_do_not() {
        let xml = "<a><xdr:pic><x prst=\"rect\"/></xdr:pic><xdr:sp m=\"\"><x prst=\"rect\"/><a:bodyPr wrap=\"square\"/></xdr:sp></a>";
        assert_eq!(
            rounded(xml),
            "<a><xdr:pic><x prst=\"rect\"/></xdr:pic><xdr:sp m=\"\"><x prst=\"ellipse\"/><a:bodyPr lIns=\"0\" tIns=\"0\" \
             rIns=\"0\" bIns=\"0\" wrap=\"none\"/></xdr:sp></a>"
        );
    }
}
