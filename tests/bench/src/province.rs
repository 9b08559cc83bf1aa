//! A market of any size: the demonstration's backup with each product and each purchase written many times, restored
//! by the program itself. Copies have other ids, names and numbers; producers and buyers stay the same few.

use crate::{
    options::{Options, Size},
    process::{Data, Server},
};
use anyhow::{Context, Result};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sea_orm::{
    ConnectionTrait, Database,
    sea_query::{Asterisk, Query},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// Written once a copy of the catalogue.
const OF_PRODUCTS: [&str; 8] = [
    "products",
    "images",
    "product_versions",
    "public_periods",
    "packs",
    "lots",
    "movements",
    "certificates",
];
/// Written once a copy of the orders. What they hold is left out: most have been shipped.
const OF_ORDERS: [&str; 5] = ["purchases", "orders", "order_lines", "order_events", "line_lots"];
/// Added to every lot, so that no measurement runs out of stock.
const STOCK: i64 = 1_000_000;
const ROWS_AN_ENTRY: usize = 2_000;
const MANIFEST: &str = "manifest.json";

/// Names of hamlets, to tell copies apart by words that people would look for.
const FIRST: [&str; 20] = [
    "Nà", "Bản", "Khuổi", "Pác", "Lũng", "Thâm", "Còn", "Phai", "Kéo", "Cốc", "Pò", "Nậm", "Tềnh", "Co",
    "Háng", "Slam", "Bó", "Đồng", "Làng", "Khau",
];
const SECOND: [&str; 25] = [
    "Lình", "Chu", "Mười", "Phước", "Vài", "Đeng", "Sào", "Luông", "Kéng", "Tắng", "Hin", "Bây", "Mạ",
    "Lượt", "Dường", "Ngần", "Quang", "Toản", "Sầm", "Ỏi", "Khưa", "Rọ", "Pàn", "Tèo", "Đuốc",
];

/// The database of a size, made where it is missing.
pub(crate) fn market(options: &Options, size: Size, postgres: Option<&str>) -> Result<Data> {
    let kind = if postgres.is_some() { "postgres" } else { "sqlite" };
    let data = Data {
        folder: options
            .folder
            .join(format!("{}-{}-{kind}", size.products, size.order_lines)),
        postgres: postgres.map(str::to_owned),
    };
    // A PostgreSQL database is gone with its server.
    if data.folder.exists() && postgres.is_none() {
        return Ok(data);
    }
    if data.folder.exists() {
        std::fs::remove_dir_all(&data.folder)?;
    }
    let base = demonstration(options)?;
    let archive = options
        .folder
        .join(format!("{}-{}.tar.gz", size.products, size.order_lines));
    if !archive.exists() {
        grow(&base, size, &archive)?;
    }
    std::fs::create_dir_all(&data.folder)?;
    std::fs::copy(base.folder.join("master.key"), data.folder.join("master.key"))?;
    let restored = data.run(&options.program, &["restore", &archive.display().to_string()]);
    if restored.is_err() {
        std::fs::remove_dir_all(&data.folder)?;
    }
    restored.map(|()| data)
}

fn demonstration(options: &Options) -> Result<Data> {
    let data = Data {
        folder: options.folder.join("demo"),
        postgres: None,
    };
    if !backup(&data).exists() {
        if data.folder.exists() {
            std::fs::remove_dir_all(&data.folder)?;
        }
        Server::market(&options.program, &data, &["--demo"])?.0.stop()?;
        data.run(
            &options.program,
            &["backup", &backup(&data).display().to_string()],
        )?;
    }
    Ok(data)
}

fn backup(data: &Data) -> PathBuf {
    data.folder.join("demo.tar.gz")
}

type Rows = BTreeMap<String, Vec<Vec<Value>>>;

fn grow(base: &Data, size: Size, archive: &Path) -> Result<()> {
    let mut tables = Rows::new();
    let mut order = Vec::new();
    let mut pictures = Vec::new();
    let mut manifest = Map::new();
    let packed = GzDecoder::new(BufReader::new(File::open(backup(base))?));
    for entry in tar::Archive::new(packed).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["tables", table, _] => {
                if !order.iter().any(|one| one == table) {
                    order.push((*table).to_owned());
                }
                let rows = tables.entry((*table).to_owned()).or_default();
                for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                    rows.push(serde_json::from_slice(line)?);
                }
            }
            [MANIFEST] => manifest = serde_json::from_slice(&bytes)?,
            _ => pictures.push((path, bytes)),
        }
    }
    let count = |table: &str| tables.get(table).map_or(1, Vec::len).max(1);
    let columns = columns(base, &tables)?;
    let copies = Copies {
        products: size.products.div_ceil(published(&tables, &columns)?),
        columns,
        orders: size.order_lines.div_ceil(count("order_lines")),
        product_ids: ids(&tables, &OF_PRODUCTS),
        order_ids: ids(&tables, &OF_ORDERS),
    };
    let mut writer = Writer::new(archive)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for table in &order {
        let rows = tables.get(table).map(Vec::as_slice).unwrap_or_default();
        let times = match table.as_str() {
            name if OF_PRODUCTS.contains(&name) => copies.products,
            name if OF_ORDERS.contains(&name) => copies.orders,
            _ => 1,
        };
        let (mut lines, mut held, mut number) = (Vec::new(), 0, 0);
        for copy in 0..times {
            for (place, row) in rows.iter().enumerate() {
                let row = copies.row(table, row, copy, place, rows);
                serde_json::to_writer(&mut lines, &row)?;
                lines.push(b'\n');
                held += 1;
                if held == ROWS_AN_ENTRY {
                    number += 1;
                    writer.add(&format!("tables/{table}/{number:06}.jsonl"), &lines)?;
                    (held, lines) = (0, Vec::new());
                }
            }
        }
        if held > 0 {
            writer.add(&format!("tables/{table}/{:06}.jsonl", number + 1), &lines)?;
        }
        counts.insert(table, rows.len() * times);
    }
    for (path, bytes) in &pictures {
        writer.add(path, bytes)?;
    }
    for (table, count) in counts {
        if let Some(rows) = manifest.get_mut("rows").and_then(Value::as_object_mut) {
            rows.insert(table.to_owned(), json!(count));
        }
    }
    manifest.insert("files".to_owned(), json!(writer.hashes));
    writer.add(MANIFEST, &serde_json::to_vec(&manifest)?)?;
    writer.tar.into_inner()?.finish()?.flush()?;
    Ok(())
}

fn published(tables: &Rows, columns: &BTreeMap<String, Vec<String>>) -> Result<usize> {
    let place = columns
        .get("products")
        .and_then(|names| names.iter().position(|name| name == "public_version_id"))
        .context("products have no public version")?;
    let rows = tables.get("products").map(Vec::as_slice).unwrap_or_default();
    let shown = rows
        .iter()
        .filter(|row| row.get(place).is_some_and(|cell| !cell.is_null()));
    Ok(shown.count().max(1))
}

/// The tables' columns, in the order of the backup's rows.
fn columns(base: &Data, tables: &Rows) -> Result<BTreeMap<String, Vec<String>>> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let file = base.folder.join("market.db");
        let db = Database::connect(format!("sqlite://{}", file.display())).await?;
        let mut columns = BTreeMap::new();
        for table in tables.keys() {
            let query = Query::select()
                .column(Asterisk)
                .from(table.clone())
                .limit(1)
                .to_owned();
            if let Some(row) = db.query_one(&query).await? {
                columns.insert(table.clone(), row.column_names());
            }
        }
        db.close().await?;
        Ok(columns)
    })
}

/// The keys of rows that will be copied.
fn ids(tables: &Rows, names: &[&str]) -> BTreeSet<String> {
    let rows = names.iter().filter_map(|name| tables.get(*name)).flatten();
    let keys = rows.filter_map(|row| row.first()?.as_str());
    keys.filter(|key| key.len() == 36).map(str::to_owned).collect()
}

struct Copies {
    columns: BTreeMap<String, Vec<String>>,
    products: usize,
    orders: usize,
    product_ids: BTreeSet<String>,
    order_ids: BTreeSet<String>,
}

impl Copies {
    fn row(&self, table: &str, row: &[Value], copy: usize, place: usize, rows: &[Vec<Value>]) -> Vec<Value> {
        let of_products = OF_PRODUCTS.contains(&table);
        let names = self.columns.get(table).map(Vec::as_slice).unwrap_or_default();
        let cells = row
            .iter()
            .zip(names)
            .map(|(cell, name)| match (table, name.as_str(), cell) {
                // The ledger tells of the stock that is added.
                ("lots", "on_hand", Value::Number(_)) => json!(cell.as_i64().unwrap_or_default() + STOCK),
                ("movements", "delta", Value::Number(_)) if first_of_lot(row, place, rows) => {
                    json!(cell.as_i64().unwrap_or_default() + STOCK)
                }
                _ if copy == 0 => cell.clone(),
                ("lots", "reserved", _) => json!(0),
                ("movements", "order_id", _) => Value::Null,
                ("products", "slug", Value::String(text)) | ("orders", "number", Value::String(text)) => {
                    json!(format!("{text}-{copy}"))
                }
                ("product_versions", "name", Value::String(text)) => {
                    json!(format!("{text} {}", hamlet(copy)))
                }
                ("product_versions", "name_folded", Value::String(text)) => {
                    json!(format!("{text} {}", shared::text::folded(&hamlet(copy))))
                }
                ("product_versions", "image_ids" | "image_alts", Value::String(text)) => {
                    let pieces = text.split('"').map(|piece| {
                        let known = self.product_ids.contains(piece);
                        if known {
                            other(piece, copy)
                        } else {
                            piece.to_owned()
                        }
                    });
                    json!(pieces.collect::<Vec<_>>().join("\""))
                }
                (_, _, Value::String(text)) if self.product_ids.contains(text) => {
                    json!(other(text, if of_products { copy } else { copy % self.products }))
                }
                (_, _, Value::String(text)) if self.order_ids.contains(text) => json!(other(text, copy)),
                _ => cell.clone(),
            });
        cells.collect()
    }
}

/// Whether a movement is the first of its lot: lots are their second value.
fn first_of_lot(row: &[Value], place: usize, rows: &[Vec<Value>]) -> bool {
    !rows.iter().take(place).any(|before| before.get(1) == row.get(1))
}

/// An id of the same instant.
fn other(id: &str, copy: usize) -> String {
    if copy == 0 {
        return id.to_owned();
    }
    format!("{}{copy:08x}", id.get(..28).unwrap_or_default())
}

fn hamlet(copy: usize) -> String {
    let pick =
        |words: &[&'static str], number: usize| words.get(number % words.len()).copied().unwrap_or_default();
    format!(
        "{} {} {copy}",
        pick(&FIRST, copy),
        pick(&SECOND, copy / FIRST.len())
    )
}

struct Writer {
    tar: tar::Builder<GzEncoder<BufWriter<File>>>,
    hashes: BTreeMap<String, String>,
}

impl Writer {
    fn new(file: &Path) -> Result<Self> {
        let packed = GzEncoder::new(BufWriter::new(File::create(file)?), Compression::fast());
        Ok(Self {
            tar: tar::Builder::new(packed),
            hashes: BTreeMap::new(),
        })
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o600);
        header.set_cksum();
        self.tar.append_data(&mut header, name, bytes)?;
        let mut hash = String::new();
        for byte in Sha256::digest(bytes) {
            write!(hash, "{byte:02x}")?;
        }
        self.hashes.insert(name.to_owned(), hash);
        Ok(())
    }
}
