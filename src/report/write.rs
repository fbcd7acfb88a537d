//! Files appear whole or not at all, and never in the place of somebody else's.
//!
//! Written under a temporary name in the same folder and moved into place. A file that is there is replaced only when
//! this program wrote it or the caller says so, and never when it is an input. Rules: face of the program, section 5.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use super::error::ReportError;
use super::safe::{Protected, safe_to_send};
use super::xlsx::{Cancel, GO_ON, MARK, ReportBook};
use crate::workbook::has_property;

/// Bytes at the beginning and end of a file in which the mark of this program is looked for.
const LOOKED_AT: u64 = 8_192;

/// How a file is written.
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// Replaces a file that somebody else wrote.
    pub overwrite: bool,
    /// Files that were read: never written to.
    pub inputs: &'a [PathBuf],
    /// Asks whether to stop.
    pub cancel: Cancel<'a>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        Self { overwrite: false, inputs: &[], cancel: GO_ON }
    }
}

impl std::fmt::Debug for WriteOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WriteOptions")
            .field("overwrite", &self.overwrite)
            .field("inputs", &self.inputs)
            .finish_non_exhaustive()
    }
}

/// Writes a book as a workbook.
///
/// # Errors
/// When the target may not be written to, the system refuses, or the caller stops; then everything is as it was.
pub fn write_book(book: &ReportBook, path: &Path, options: &WriteOptions<'_>) -> Result<(), ReportError> {
    check_ending(path)?;
    write_file(path, options, |file| book.write_to(file, options.cancel))
}

/// Writes a book that goes to a customer, after it was looked into: what is not safe to send is not written.
///
/// # Errors
/// [`ReportError::Leak`] when something internal is inside; else as [`write_book`].
pub fn write_outgoing(book: &ReportBook, path: &Path, options: &WriteOptions<'_>) -> Result<(), ReportError> {
    check_ending(path)?;
    let bytes = book.to_bytes(options.cancel)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    safe_to_send(&bytes, &name, &Protected::default())?;
    write_bytes(path, &bytes, options)
}

/// A workbook has a name by which spreadsheet programs know it.
fn check_ending(path: &Path) -> Result<(), ReportError> {
    let is_workbook = ending(path) == "xlsx" || path.file_name().is_none() || path.is_dir();
    if is_workbook {
        return Ok(());
    }
    Err(ReportError::NotItsName { path: path.to_owned(), content: "a workbook", ending: ".xlsx" })
}

/// What a file name ends in, in small letters.
pub(super) fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Writes bytes that were made before, such as a PDF.
///
/// # Errors
/// As [`write_book`].
pub fn write_bytes(path: &Path, bytes: &[u8], options: &WriteOptions<'_>) -> Result<(), ReportError> {
    write_file(path, options, |file| {
        file.write_all(bytes).map_err(|source| ReportError::Io { path: path.to_owned(), source })
    })
}

/// Writes a file with the content a function puts into it.
///
/// # Errors
/// When the target may not be written to, the system refuses, or `content` fails; then everything is as it was.
pub fn write_file(
    path: &Path,
    options: &WriteOptions<'_>,
    content: impl FnOnce(&mut BufWriter<File>) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    check_target(path, options)?;
    let folder = folder_of(path);
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ReportError::NoPermission { path: path.to_owned(), source }
        }
        _ => ReportError::Io { path: path.to_owned(), source },
    };
    let temporary = temporary_in(&folder).map_err(failed)?;
    let mut writer = BufWriter::with_capacity(1 << 16, temporary.as_file().try_clone().map_err(failed)?);
    content(&mut writer)?;
    writer.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    if (options.cancel)() {
        return Err(ReportError::Cancelled);
    }
    // Somebody may have opened or put a file there in the meantime.
    check_target(path, options)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    // The name itself is only safe once the folder is; where that cannot be asked for, nothing is lost.
    if let Ok(folder) = File::open(&folder) {
        drop(folder.sync_all());
    }
    Ok(())
}

fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".partsbook-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What a new file gets, as narrowed by the user's mask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Fails when the file may not be written; also useful before a long computation.
///
/// # Errors
/// The reason.
pub fn check_target(path: &Path, options: &WriteOptions<'_>) -> Result<(), ReportError> {
    let Some(name) = path.file_name() else { return Err(ReportError::NotAFile { path: path.to_owned() }) };
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(ReportError::NoFolder { folder });
    }
    if options.inputs.iter().any(|input| is_same_file(path, input)) {
        return Err(ReportError::IsInput { path: path.to_owned() });
    }
    if path.is_dir() {
        return Err(ReportError::NotAFile { path: path.to_owned() });
    }
    let name = name.to_string_lossy();
    if let Some(lock) = lock_names(&name).into_iter().find(|lock| folder.join(lock).exists()) {
        return Err(ReportError::OpenElsewhere { path: path.to_owned(), lock });
    }
    let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
    if metadata.is_file() && metadata.permissions().readonly() {
        let source = io::Error::from(io::ErrorKind::PermissionDenied);
        return Err(ReportError::NoPermission { path: path.to_owned(), source });
    }
    if !options.overwrite && !is_ours(path) {
        return Err(ReportError::Exists { path: path.to_owned() });
    }
    Ok(())
}

/// Names of the files a spreadsheet program puts beside a workbook it has open.
fn lock_names(name: &str) -> Vec<String> {
    let mut names = vec![format!("~${name}"), format!(".~lock.{name}#")];
    // Names longer than eight letters lose their first two to the mark in some versions.
    let short: String = name.chars().skip(2).collect();
    if short.len() > 8 {
        names.push(format!("~${short}"));
    }
    names
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    if let (Ok(one), Ok(other)) = (fs::canonicalize(one), fs::canonicalize(other)) {
        if one == other {
            return true;
        }
        #[cfg(unix)]
        if let (Ok(one), Ok(other)) = (fs::metadata(&one), fs::metadata(&other)) {
            use std::os::unix::fs::MetadataExt;
            return (one.dev(), one.ino()) == (other.dev(), other.ino());
        }
    }
    false
}

/// True when this program wrote the file: by the property of its workbooks, or `partsbook` as generator of other kinds.
#[must_use]
pub fn is_ours(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut start = [0; 4];
    let count = file.read(&mut start).unwrap_or(0);
    if file.rewind().is_err() {
        return false;
    }
    match start.get(..count) {
        Some([]) => true,
        Some(b"PK\x03\x04") => has_property(file, MARK),
        Some(_) => has_mark(&mut file),
        None => false,
    }
}

/// Looks for `generator … partsbook` (HTML, SVG) or `Producer … partsbook` (PDF) near the ends of the file.
fn has_mark(file: &mut File) -> bool {
    let mut bytes = Vec::new();
    if (&mut *file).take(LOOKED_AT).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    if length > LOOKED_AT {
        let from = length.saturating_sub(LOOKED_AT).max(LOOKED_AT);
        if file.seek(SeekFrom::Start(from)).is_err() || (&mut *file).take(LOOKED_AT).read_to_end(&mut bytes).is_err() {
            return false;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    ["generator", "Producer"].iter().any(|word| {
        text.match_indices(word)
            .any(|(at, _)| text.get(at..).unwrap_or_default().chars().take(60).collect::<String>().contains(MARK))
    })
}

/// The way from the folder of one file to another file, with `/`, as a link in the first file writes it.
///
/// The absolute path when there is no way, as between two drives.
#[must_use]
pub fn relative_link(from: &Path, to: &Path) -> String {
    let absolute =
        |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (absolute(&folder_of(from)), absolute(to));
    let (from, target): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&target).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return to.to_string_lossy().into_owned();
    }
    let up = from.iter().skip(shared).filter(|part| matches!(part, Component::Normal(_))).map(|_| "..".to_owned());
    let down = target.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Language, Sheet};

    fn book() -> ReportBook {
        let mut book = ReportBook::new(Language::English);
        book.add(Sheet::new("S", Vec::new()));
        book
    }

    fn options() -> WriteOptions<'static> {
        WriteOptions::default()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn own_files_are_replaced_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.xlsx");
        write_book(&book(), &path, &options()).unwrap();
        assert!(is_ours(&path));
        write_book(&book(), &path, &options()).unwrap();

        fs::write(&path, "mine").unwrap();
        let error = write_book(&book(), &path, &options()).unwrap_err();
        assert!(matches!(error, ReportError::Exists { .. }) && error.hint().is_some());
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        write_book(&book(), &path, &WriteOptions { overwrite: true, ..options() }).unwrap();
        assert_eq!(names(folder.path()), ["out.xlsx"]);
    }

    #[test]
    fn other_kinds_are_known_by_their_generator() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        for (text, ours) in [
            ("<meta name=\"generator\" content=\"partsbook 1\">", true),
            ("<p>about partsbook</p>", false),
            ("%PDF-1.7 /Producer (partsbook 0.1)", true),
            ("", true),
        ] {
            fs::write(&path, text).unwrap();
            assert_eq!(is_ours(&path), ours, "{text}");
        }
        fs::write(&path, format!("%PDF{}/Producer (partsbook)", " ".repeat(50_000))).unwrap();
        assert!(is_ours(&path));
    }

    #[test]
    fn an_input_is_never_written_to_under_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.xlsx");
        write_book(&book(), &input, &options()).unwrap();
        let again = folder.path().join("./in.xlsx");
        let inputs = [input.clone()];
        let always = WriteOptions { overwrite: true, inputs: &inputs, ..options() };
        assert!(matches!(write_book(&book(), &again, &always), Err(ReportError::IsInput { .. })));
        #[cfg(unix)]
        {
            let link = folder.path().join("link.xlsx");
            fs::hard_link(&input, &link).unwrap();
            assert!(matches!(write_book(&book(), &link, &always), Err(ReportError::IsInput { .. })));
        }
    }

    #[test]
    fn an_open_workbook_is_said_to_be_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.xlsx");
        for lock in ["~$out.xlsx", ".~lock.out.xlsx#"] {
            let lock = folder.path().join(lock);
            fs::write(&lock, "").unwrap();
            let error = write_book(&book(), &path, &options()).unwrap_err();
            assert!(matches!(error, ReportError::OpenElsewhere { .. }), "{error}");
            assert!(error.hint().unwrap().contains("close the workbook"));
            fs::remove_file(lock).unwrap();
        }
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_missing_folder_and_a_folder_as_target_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/out.xlsx");
        assert!(matches!(write_book(&book(), &missing, &options()), Err(ReportError::NoFolder { .. })));
        assert!(matches!(write_book(&book(), folder.path(), &options()), Err(ReportError::NotAFile { .. })));
        assert!(matches!(write_book(&book(), Path::new(".."), &options()), Err(ReportError::NotAFile { .. })));
    }

    #[test]
    fn a_read_only_file_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.xlsx");
        write_book(&book(), &path, &options()).unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(write_book(&book(), &path, &options()), Err(ReportError::NoPermission { .. })));
    }

    #[test]
    fn what_fails_or_is_stopped_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.xlsx");
        write_book(&book(), &path, &options()).unwrap();
        let before = fs::read(&path).unwrap();
        let full = write_file(&path, &options(), |file| {
            file.write_all(b"half").unwrap();
            Err(ReportError::Io { path: "out.xlsx".into(), source: io::Error::from(io::ErrorKind::StorageFull) })
        });
        assert!(full.unwrap_err().hint().unwrap().contains("make room"));
        let stopped = write_book(&book(), &path, &WriteOptions { cancel: &|| true, ..options() });
        assert!(matches!(stopped, Err(ReportError::Cancelled)));
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(names(folder.path()), ["out.xlsx"]);
    }

    #[test]
    fn links_go_up_and_down() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("out/deep")).unwrap();
        assert_eq!(
            relative_link(&root.join("out/deep/a.xlsx"), &root.join("in/parts.xlsx")),
            "../../in/parts.xlsx".to_owned()
        );
        assert_eq!(relative_link(&root.join("a.xlsx"), &root.join("b.xlsx")), "b.xlsx");
    }
}
