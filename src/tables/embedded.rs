//! The small data files that are part of the program: comma-separated, one line a row, quotes where a comma needs them,
//! no quotes inside quotes. Everything is borrowed from the file itself.

/// The rows of an embedded file without its title row; lines that do not have `N` fields are left out (tests prove that
/// there are none).
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(split)
}

fn split<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut fields = [""; N];
    let mut rest = line;
    for (index, slot) in fields.iter_mut().enumerate() {
        let last = index + 1 == N;
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (field, after) = quoted.split_once('"')?;
                (field, if last { after } else { after.strip_prefix(',')? })
            }
            None if last => (rest, ""),
            None => rest.split_once(',')?,
        };
        if last && (!after.is_empty() || (!rest.starts_with('"') && field.contains(','))) {
            return None;
        }
        (*slot, rest) = (field, after);
    }
    Some(fields)
}

/// Number of lines below the title row and number of them that parse: for the tests of every data file.
#[cfg(test)]
pub(super) fn counted<const N: usize>(text: &'static str) -> (usize, usize) {
    (text.lines().count() - 1, rows::<N>(text).count())
}

#[cfg(test)]
mod tests {
    use super::{rows, split};

    #[test]
    fn lines_split_into_borrowed_fields() {
        assert_eq!(split::<3>("a,\"b, c\",d"), Some(["a", "b, c", "d"]));
        assert_eq!(split::<2>("a,"), Some(["a", ""]));
        assert_eq!(split::<2>(",\"x,y\""), Some(["", "x,y"]));
        assert_eq!(split::<2>("a,b,c"), None);
        assert_eq!(split::<3>("a,b"), None);
        assert_eq!(split::<2>("a,\"b\"c"), None);
        assert_eq!(rows::<1>("title\r\none\r\ntwo\r\n").collect::<Vec<_>>(), [["one"], ["two"]]);
    }
}
