//! Broken input of every kind, thousands of files: each ends in a result or an error, in time, within memory.
//!
//! `cargo test` tries each target for a few seconds. `PARTSBOOK_FUZZ_SECONDS=1800 cargo test --profile fast --test rust
//! fuzz` tries longer; `PARTSBOOK_FUZZ_TARGET=workbook` tries one; `PARTSBOOK_FUZZ_SEEDS=folder` adds the files of a
//! folder as beginnings. The work is done in a process of its own, whose address space is bounded (an allocation without
//! bound ends it) and whose progress is watched (a loop without end stops it). What fails is named by run and case number,
//! from which the same input is made again, and kept under `target/fuzz`.

mod mutate;
mod targets;

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use mutate::Random;
use targets::{TARGETS, Target};

/// Bytes of address space of the process, in KiB: two times what the limits of the targets allow, and the program.
const ADDRESS_SPACE_KIB: u64 = 1 << 20;
/// One input may take so much time of a processor; where the system does not tell that, ten times as much on the clock.
const PATIENCE: Duration = Duration::from_secs(20);
/// Seconds for each target when nobody asks for more.
const SHORT: f64 = 1.5;

const TARGET: &str = "PARTSBOOK_FUZZ_TARGET";
const SECONDS: &str = "PARTSBOOK_FUZZ_SECONDS";
const PROGRESS: &str = "PARTSBOOK_FUZZ_PROGRESS";
const FROM: &str = "PARTSBOOK_FUZZ_FROM";
const RUN: &str = "PARTSBOOK_FUZZ_RUN";

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// The other process: tries inputs until its time is over, and writes the number of each before it.
#[test]
fn process_of_its_own() {
    let Some(progress) = std::env::var_os(PROGRESS) else { return };
    let target = target(&std::env::var(TARGET).unwrap());
    let (run, from, seconds): (u64, u64, f64) =
        (setting(RUN).unwrap(), setting(FROM).unwrap(), setting(SECONDS).unwrap());
    let seeds = (target.seeds)();
    let begun = Instant::now();
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(progress).unwrap();
    let mut slowest = (Duration::ZERO, 0);
    let mut case = from;
    while begun.elapsed().as_secs_f64() < seconds {
        write_at_start(&file, format!("{case:020}\n").as_bytes());
        let input = (target.make)(&seeds, &mut Random::new(run, case));
        let before = Instant::now();
        (target.try_input)(&input);
        slowest = slowest.max((before.elapsed(), case));
        case += 1;
    }
    let report = format!("{case:020}\ndone, slowest {} ms in case {}\n", slowest.0.as_millis(), slowest.1);
    write_at_start(&file, report.as_bytes());
}

fn write_at_start(mut file: &std::fs::File, bytes: &[u8]) {
    use std::io::{Seek as _, Write as _};
    file.rewind().unwrap();
    file.write_all(bytes).unwrap();
}

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target {name}"))
}

/// Starts the other process with a bound on its address space, where the system knows one.
fn start(target: &str, run: u64, from: u64, seconds: f64, progress: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    let script = format!("ulimit -v {ADDRESS_SPACE_KIB} 2>/dev/null; exec \"$0\" \"$@\"");
    Command::new("sh")
        .args(["-c", &script])
        .arg(program)
        .args(["--exact", "fuzz::process_of_its_own", "--test-threads", "1"])
        .env(TARGET, target)
        .env(RUN, run.to_string())
        .env(FROM, from.to_string())
        .env(SECONDS, seconds.to_string())
        .env(PROGRESS, progress)
        // Few threads: each takes address space.
        .env("RAYON_NUM_THREADS", "2")
        .env("MALLOC_ARENA_MAX", "2")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
}

/// The number of the case that is being tried, and what stands behind it.
fn told(progress: &Path) -> (u64, String) {
    let text = std::fs::read_to_string(progress).unwrap_or_default();
    let (number, rest) = text.split_once('\n').unwrap_or_default();
    (number.parse().unwrap_or(0), rest.to_owned())
}

/// The time that all threads of a process had of the processors, as far as the system tells.
fn used(child: &Child) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    // Behind the name, which may hold blanks: user and system time in hundredths of a second.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}

/// How one run of the other process ended.
enum End {
    Done(String),
    Failed(String),
}

fn watch(mut child: Child, progress: &Path, from: u64) -> End {
    let mut last = (from, Instant::now(), used(&child));
    loop {
        std::thread::sleep(Duration::from_millis(20));
        let (case, report) = told(progress);
        if let Some(status) = child.try_wait().unwrap() {
            if status.success() && report.starts_with("done") {
                return End::Done(report);
            }
            let mut said = String::new();
            if let Some(mut pipe) = child.stderr.take() {
                let _ = std::io::Read::read_to_string(&mut pipe, &mut said);
            }
            return End::Failed(format!("{status} {}", said.trim()));
        }
        if case != last.0 {
            last = (case, Instant::now(), used(&child));
        } else if last.1.elapsed() > PATIENCE * 10 || used(&child).saturating_sub(last.2) > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return End::Failed(format!("no end after {} s", PATIENCE.as_secs()));
        }
    }
}

/// Tries one target; every failure is named, and the run goes on behind it.
#[expect(clippy::float_arithmetic, reason = "seconds that are left")]
fn try_target(target: &Target, seconds: f64) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let progress = folder.path().join("progress");
    // The short run tries the same inputs each time; a long one tries new ones.
    let is_long = std::env::var_os(SECONDS).is_some();
    let run = setting(RUN).unwrap_or_else(|| if is_long { u64::from(std::process::id()) } else { 1 });
    let begun = Instant::now();
    let (mut from, mut failures) = (0, Vec::new());
    while begun.elapsed().as_secs_f64() < seconds && failures.len() < 20 {
        let left = seconds - begun.elapsed().as_secs_f64();
        let child = start(target.name, run, from, left, &progress);
        let end = watch(child, &progress, from);
        let (case, _) = told(&progress);
        match end {
            End::Done(report) => {
                println!("{}: run {run}, {case} inputs in {seconds} s; {}", target.name, report.trim());
                break;
            }
            End::Failed(why) => {
                let input = (target.make)(&(target.seeds)(), &mut Random::new(run, case));
                let kept = keep(target.name, run, case, &input);
                println!("{}: run {run}, case {case}: {why}; kept as {}", target.name, kept.display());
                failures.push(format!("{}, run {run}, case {case}: {why}; kept as {}", target.name, kept.display()));
                from = case + 1;
            }
        }
    }
    failures
}

fn keep(target: &str, run: u64, case: u64, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{target}-{run}-{case}"));
    std::fs::write(&file, input).unwrap();
    file
}

/// Issue, "must hold": no file that is read, however broken, ends the process, hangs it, or takes memory without bound.
#[test]
fn nothing_kills_the_process() {
    if std::env::var_os(PROGRESS).is_some() {
        return;
    }
    let seconds = setting(SECONDS).unwrap_or(SHORT);
    let only = std::env::var(TARGET).ok();
    let chosen = TARGETS.iter().filter(|target| only.as_deref().is_none_or(|only| target.name == only));
    let failures: Vec<String> = chosen.flat_map(|target| try_target(target, seconds)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
