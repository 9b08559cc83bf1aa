//! Pictures in a bucket of an S3 service instead of the data folder.

use bytes::Bytes;
use server::media::Media;
use std::process::{Command, Output};
use tests::*;

const PHOTO: &[u8] = include_bytes!("../fixtures/persimmons.jpg");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_kept_in_a_bucket_and_read_back() {
    let service = BucketService::start().await;
    let media = Media::bucket("s3://market/pictures", &service.variables()).expect("a bucket");
    let stored = media
        .store_picture("photo".into(), Bytes::from_static(PHOTO))
        .await
        .expect("a picture");
    let names = media.names().await.expect("a list");
    assert_eq!(names.len(), stored.sizes.len());
    for name in &names {
        let bytes = media.read(name).await.expect("an answer").expect("the file");
        assert_eq!(bytes.get(8..12), Some(&b"WEBP"[..]), "{name}");
    }
    let root = Media::bucket("s3://market", &service.variables()).expect("a bucket");
    assert!(
        root.names()
            .await
            .expect("a list")
            .iter()
            .all(|name| name.starts_with("pictures/"))
    );
    for name in &names {
        media.delete(name).await.expect("it goes");
        media.delete(name).await.expect("once more is no mistake");
    }
    assert_eq!(media.names().await.expect("a list"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_is_told_and_nothing_is_written() {
    let service = BucketService::start().await;
    let mut variables = service.variables();
    variables.retain(|(name, _)| name != "AWS_SECRET_ACCESS_KEY");
    variables.push(("AWS_SECRET_ACCESS_KEY".into(), "another".into()));
    let media = Media::bucket("s3://market", &variables).expect("a bucket");
    assert!(
        media
            .write("photo-320.webp", Bytes::from_static(b"x"))
            .await
            .is_err()
    );
    let media = Media::bucket("s3://market", &service.variables()).expect("a bucket");
    assert_eq!(media.names().await.expect("a list"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_brings_pictures_from_one_bucket_to_another() {
    let service = BucketService::start().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = crate::commands::program();
    let variables = service.variables();
    let run = async |arguments: &'static [&'static str]| -> Output {
        let mut command = Command::new(&program);
        command
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .envs(variables.iter().cloned());
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .expect("a thread")
            .expect("the program runs");
        assert!(output.status.success(), "{output:?}");
        output
    };
    run(&["migrate", "--data", "one", "--media-url", "s3://market/one"]).await;
    let one = Media::bucket("s3://market/one", &variables).expect("a bucket");
    one.store_picture("photo".into(), Bytes::from_static(PHOTO))
        .await
        .expect("a picture");

    run(&[
        "backup",
        "all.tar.gz",
        "--data",
        "one",
        "--media-url",
        "s3://market/one",
    ])
    .await;
    run(&[
        "restore",
        "all.tar.gz",
        "--data",
        "two",
        "--media-url",
        "s3://market/two",
    ])
    .await;

    let two = Media::bucket("s3://market/two", &variables).expect("a bucket");
    let names = one.names().await.expect("a list");
    assert_eq!(two.names().await.expect("a list"), names);
    for name in names {
        assert_eq!(
            two.read(&name).await.expect("an answer"),
            one.read(&name).await.expect("an answer")
        );
    }
    run(&["check", "--data", "two", "--media-url", "s3://market/two"]).await;
}
