use _partsbook::tables::*;
use _partsbook::workbook::Source;
fn main() {
    let mut o = ReadOptions::default();
    let mut ins = vec![];
    let mut verbose = false;
    for a in std::env::args().skip(1) {
        if a == "-v" {
            verbose = true;
            continue;
        }
        if let Some((s, t)) = a.strip_prefix("--sheet=").and_then(|x| x.rsplit_once('=')) {
            o.sheets.insert(s.into(), t.into());
            continue;
        }
        if let Some((f, t)) = a.strip_prefix("--syn=").and_then(|x| x.split_once('=')) {
            o.synonyms.add(f, t);
            continue;
        }
        ins.push(Input::Source(Source::Path(a.into())));
    }
    for i in &ins {
        let r = read(std::slice::from_ref(i), &o, &|_, _| true);
        match r {
            Err(e) => println!("ERR {e}\n  hint {:?}", e.hint()),
            Ok(r) => {
                for s in &r.sheets {
                    println!(
                        "{} -> {:?} ({}) header {:?} rows {} left {:?} above {}\n   mapped {:?}\n   not used {:?}",
                        s.place,
                        s.table,
                        s.reason,
                        s.header_row.map(|h| h + 1),
                        s.rows_read,
                        s.left_out.rows(),
                        s.left_out.above_titles,
                        s.mapped,
                        s.not_used
                    );
                }
                if verbose {
                    let c = _partsbook::model::build::build(r, chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
                    for f in c.findings() {
                        println!("{f}");
                    }
                } else {
                    let mut m = std::collections::BTreeMap::new();
                    for f in &r.findings {
                        *m.entry(f.code.id).or_insert(0) += 1;
                    }
                    println!("   findings {m:?}");
                }
            }
        }
    }
}
