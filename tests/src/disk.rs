//! A disk that can be filled: some memory that is mounted as a folder.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Goes when it is dropped.
#[derive(Debug)]
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts so much over a folder, as its owner's. None where this process may not.
    pub fn below(folder: &Path, size: &str) -> Option<Self> {
        let owner = fs::metadata(folder).expect("a folder");
        Self::mount(folder, size, (owner.uid(), owner.gid()))
    }

    pub(crate) fn mount(folder: &Path, size: &str, (user, group): (u32, u32)) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={size},uid={user},gid={group},mode=0700"))
            .arg("tmpfs")
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(folder.to_owned()))
    }

    /// Nothing more is written to it. What was freed since the last time is taken too.
    pub fn fill(&self) {
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(self.filler())
            .expect("a file");
        let block = [0; 4096];
        while file.write_all(&block).is_ok() {}
    }

    /// There is room again.
    pub fn empty(&self) {
        fs::remove_file(self.filler()).expect("a file that goes");
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Processes that were killed may hold it for a moment more.
        let gone = Command::new("umount").arg("--lazy").arg(&self.0).status();
        drop(gone);
    }
}
