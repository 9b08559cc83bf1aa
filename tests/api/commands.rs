//! The command line, as an operator uses it: the program itself is run.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

const HEADER: &str =
    "name,star,subgroup_guess,producer,old_place,commune_2025,commune_code,recognition,source\n";

/// The program, which `cargo xtask test` builds before the tests.
pub(crate) fn program() -> PathBuf {
    let mut folder = std::env::current_exe().expect("this test's own file");
    folder.pop();
    folder.pop();
    let program = folder.join(format!("ocop-market{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is not there: run `cargo xtask test`, or `cargo build --workspace --exclude xtask --all-targets` first",
        program.display()
    );
    program
}

struct Operator {
    program: PathBuf,
    folder: TempDir,
}

impl Operator {
    fn new() -> Self {
        let program = program();
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { program, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear();
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Output {
        given(self.command(arguments), input)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_string_lossy().into_owned()
    }
}

/// Runs a command with something to read.
fn given(mut command: Command, input: &str) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    // A program that refuses before it reads has closed its end.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn told(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn fixture() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/langson_ocop_products.csv")
        .to_string_lossy()
        .into_owned()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let operator = Operator::new();
    for command in [
        vec!["serve"],
        vec!["migrate"],
        vec!["import", "products"],
        vec!["user", "add"],
        vec!["openapi"],
        vec!["backup"],
        vec!["restore"],
        vec!["check"],
        vec!["user", "disable-second-factor"],
        vec!["mail", "status"],
        vec!["mail", "retry"],
        vec!["vault", "rotate"],
        vec!["vault", "new-key"],
    ] {
        let mut arguments = command.clone();
        arguments.push("--help");
        let text = told(&operator.run(&arguments));
        assert!(text.contains("Example"), "{command:?}: {text}");
        assert!(text.contains("--config"), "{command:?}: {text}");
    }
}

#[test]
fn all_mistakes_in_the_settings_are_told_at_once() {
    let operator = Operator::new();
    let file = operator.write(
        "market.toml",
        b"lissten = \"127.0.0.1:1\"\nlog_format = \"xml\"\n",
    );
    let output = operator.run(&[
        "serve",
        "--config",
        &file,
        "--listen",
        "nowhere",
        "--demo-date",
        "soon",
    ]);
    assert_eq!(output.status.code(), Some(2));
    for part in ["lissten", "log_format", "nowhere", "soon"] {
        assert!(told(&output).contains(part), "{part}: {}", told(&output));
    }
}

#[test]
fn a_taken_port_has_its_own_exit_code() {
    let operator = Operator::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = operator.run(&["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains(&address));
}

#[test]
fn a_data_folder_that_is_a_file_is_named() {
    let operator = Operator::new();
    let file = operator.write("file", b"");
    let output = operator.run(&["migrate", "--data", &file]);
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
}

#[test]
fn the_recorded_products_are_read_once_and_reconciled() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    let dry = operator.run(&["import", "products", &fixture(), "--dry-run"]);
    assert!(told(&dry).contains("58 announced ≠ 0 present"), "{}", told(&dry));
    let first = operator.run(&["import", "products", &fixture()]);
    assert!(first.status.success(), "{}", told(&first));
    assert!(
        told(&first).contains("58 added, 0 changed, 0 unchanged, 0 refused"),
        "{}",
        told(&first)
    );
    assert!(told(&first).contains("58 announced = 58 present"));
    let second = operator.run(&["import", "products", &fixture()]);
    assert!(
        told(&second).contains("0 added, 0 changed, 58 unchanged, 0 refused"),
        "{}",
        told(&second)
    );
}

#[test]
fn a_spreadsheet_is_read_like_the_list_it_was_made_from() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let text = std::fs::read_to_string(fixture()).expect("the fixture");
    let mut records = csv_rows(&text);
    // A commune's code that the spreadsheet took for a number.
    let header = records.remove(0);
    for (column, name) in (0..).zip(&header) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    for (row, record) in (1..).zip(&records) {
        for (column, cell) in (0..).zip(record) {
            match (column, cell.parse::<f64>()) {
                (1 | 6, Ok(number)) => sheet.write_number(row, column, number).map(drop),
                _ => sheet.write_string(row, column, cell).map(drop),
            }
            .expect("a cell");
        }
    }
    let file = operator.write("list.xlsx", &book.save_to_buffer().expect("a spreadsheet"));
    assert!(operator.run(&["import", "products", &fixture()]).status.success());
    let output = operator.run(&["import", "products", &file]);
    assert!(
        told(&output).contains("0 added, 0 changed, 58 unchanged, 0 refused"),
        "{}",
        told(&output)
    );
}

/// The cells of a CSV text with quoted cells.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                other => cell.push(other),
            }
        }
        cells.push(cell);
        rows.push(cells);
    }
    rows
}

#[test]
fn one_refused_row_keeps_the_whole_file_out_unless_the_operator_says_otherwise() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    let rows = "Na dai,4,I.1.a,,,,06463,,\nNa bở,9,I.1.a,,,,99999,,\nNA DAI,3,,,,,,,\n";
    let file = operator.write("list.csv", format!("\u{feff}{HEADER}{rows}").as_bytes());
    let output = operator.run(&["import", "products", &file]);
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "line 3, column star",
        "line 3, column commune_code",
        "line 4, column name",
        "line 2 already",
        "3 announced ≠ 0 present",
    ] {
        assert!(told(&output).contains(part), "{part}: {}", told(&output));
    }
    let output = operator.run(&["import", "products", &file, "--skip-refused"]);
    assert!(output.status.success());
    assert!(
        told(&output).contains("3 announced ≠ 1 present"),
        "{}",
        told(&output)
    );
}

#[test]
fn a_list_in_another_encoding_or_without_its_columns_is_refused_with_the_place() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend(b"G\xe1o,3,,,,,,,\n");
    let file = operator.write("latin.csv", &bytes);
    let output = operator.run(&["import", "products", &file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("line 2, character 2"), "{}", told(&output));
    let file = operator.write("short.csv", b"name,star\nNa,3\n");
    let output = operator.run(&["import", "products", &file]);
    assert!(told(&output).contains("subgroup_guess"), "{}", told(&output));
}

#[test]
fn a_backup_under_writes_holds_everything_acknowledged_before_it() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    assert!(operator.run(&["import", "products", &fixture()]).status.success());
    let password = "a long enough password\n";
    let add = |login: &str| {
        let arguments = ["user", "add", login, "--kind", "centre", "--organisation", login];
        operator.run_with_input(&arguments, password)
    };
    let before = add("before@example.com");
    assert!(before.status.success(), "{}", told(&before));
    // People are added while the backup is written.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..5 {
                assert!(add(&format!("during{number}@example.com")).status.success());
            }
        });
        for number in 0..3 {
            let output = operator.run(&["backup", &format!("backup{number}.tar.gz")]);
            assert!(output.status.success(), "{}", told(&output));
        }
    });
    for number in 0..3 {
        let (file, data) = (format!("backup{number}.tar.gz"), format!("restored{number}"));
        // The backup does not hold the key; the operator does.
        std::fs::create_dir(operator.path(&data)).expect("a folder");
        std::fs::copy(
            operator.path("data/master.key"),
            operator.path(&data).join("master.key"),
        )
        .expect("the key");
        let output = operator.run(&["restore", &file, "--data", &data]);
        assert!(output.status.success(), "{}", told(&output));
        let output = operator.run(&["check", "--data", &data]);
        assert!(output.status.success(), "{}", told(&output));
        let again = operator.run(&["import", "products", &fixture(), "--data", &data]);
        assert!(told(&again).contains("58 unchanged"), "{}", told(&again));
        let arguments = [
            "user",
            "add",
            "before@example.com",
            "--kind",
            "centre",
            "--organisation",
            "before",
            "--data",
            &data,
        ];
        let taken = operator.run_with_input(&arguments, password);
        assert!(!taken.status.success(), "the account was not in the backup");
    }
    let output = operator.run(&["restore", "backup0.tar.gz", "--data", "restored0"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
}

#[test]
fn a_link_for_a_new_password_leads_to_the_address_that_people_use() {
    let operator = Operator::new();
    let add = [
        "user",
        "add",
        "a@example.com",
        "--kind",
        "centre",
        "--organisation",
        "Trung tâm Xúc tiến",
    ];
    let added = operator.run_with_input(&add, "mat-khau-rat-dai\n");
    assert!(added.status.success(), "{}", told(&added));

    let link = |flags: &[&str]| {
        let printed = operator.run(&[&["user", "reset-password", "a@example.com"], flags].concat());
        assert!(printed.status.success(), "{}", told(&printed));
        String::from_utf8_lossy(&printed.stdout).into_owned()
    };
    let config = operator.write("config.toml", b"public_url = \"https://market.example\"\n");
    assert!(link(&["--config", &config]).starts_with("https://market.example/reset-password?token="));
    let flag = ["--config", &config, "--public-url", "https://ocop.example"];
    assert!(link(&flag).starts_with("https://ocop.example/reset-password?token="));
    assert!(link(&["--listen", "127.0.0.1:9000"]).starts_with("http://127.0.0.1:9000/reset-password?token="));
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_written() {
    let operator = Operator::new();
    assert!(operator.run(&["migrate"]).status.success());
    assert!(operator.run(&["backup", "backup.tar.gz"]).status.success());
    let mut bytes = std::fs::read(operator.path("backup.tar.gz")).expect("the backup");
    bytes.truncate(bytes.len() / 2);
    let file = operator.write("half.tar.gz", &bytes);
    let output = operator.run(&["restore", &file, "--data", "new"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(!operator.path("new").exists());
}

#[test]
fn a_database_does_not_open_without_its_master_key_and_moves_to_a_new_one() {
    let operator = Operator::new();
    let add = |login: &str, keys: Option<&str>| {
        let arguments = ["user", "add", login, "--kind", "centre", "--organisation", login];
        let mut command = operator.command(&arguments);
        if let Some(keys) = keys {
            command.env("OCOP_MASTER_KEYS", keys);
        }
        given(command, "a long enough password\n")
    };
    assert!(add("a@example.com", None).status.success());
    let file = operator.path("data/master.key");
    let first = std::fs::read_to_string(&file).expect("a key made at the first start");
    let first = first.lines().last().expect("a key").to_owned();
    std::fs::remove_file(&file).expect("the key's file");
    let lost = add("b@example.com", None);
    assert_eq!(lost.status.code(), Some(7), "{}", told(&lost));
    assert!(!file.exists(), "another key was made");

    let second = told(&operator.run(&["vault", "new-key"])).trim().to_owned();
    let wrong = add("b@example.com", Some(&second));
    assert_eq!(wrong.status.code(), Some(7), "{}", told(&wrong));
    assert!(!told(&wrong).contains(&second), "the key is shown");
    let both = format!("{second},{first}");
    assert!(add("b@example.com", Some(&both)).status.success());
    let mut rotate = operator.command(&["vault", "rotate"]);
    rotate.env("OCOP_MASTER_KEYS", &both);
    let rotated = rotate.output().expect("the program runs");
    assert!(rotated.status.success(), "{}", told(&rotated));
    assert!(add("c@example.com", Some(&second)).status.success());
}
