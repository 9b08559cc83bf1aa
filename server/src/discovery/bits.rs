//! Sets of rows as bits: choices are combined and counted a machine word at a time.

/// A set of row numbers. Beyond its end it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

const fn place(row: u32) -> (usize, u64) {
    #[expect(clippy::as_conversions, reason = "u32 fits usize on every machine we run on")]
    let word = (row >> 6) as usize;
    (word, 1 << (row & 63))
}

impl Bits {
    /// What they take in memory.
    pub(super) fn bytes(&self) -> u64 {
        u64::try_from(size_of_val(self.0.as_slice())).unwrap_or(u64::MAX)
    }

    pub(super) fn insert(&mut self, row: u32) {
        let (word, bit) = place(row);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    pub(super) fn remove(&mut self, row: u32) {
        let (word, bit) = place(row);
        if let Some(word) = self.0.get_mut(word) {
            *word &= !bit;
        }
    }

    pub(super) fn has(&self, row: u32) -> bool {
        let (word, bit) = place(row);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Keeps what is in both.
    pub(super) fn and(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine &= theirs;
        }
    }

    /// Adds what is in the other.
    pub(super) fn or(&mut self, other: &Self) {
        if other.0.len() > self.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    /// Takes away what is in the other.
    pub(super) fn and_not(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine &= !theirs;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| ones(*word)).sum()
    }

    /// How many are in both.
    pub(super) fn count_with(&self, other: &Self) -> i64 {
        let both = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(mine, theirs)| ones(mine & theirs))
            .sum::<usize>();
        i64::try_from(both).unwrap_or(i64::MAX)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The rows in it, lowest first.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).step_by(64).zip(&self.0).flat_map(|(base, word)| {
            std::iter::successors((*word != 0).then_some(*word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| base + rest.trailing_zeros())
        })
    }
}

#[expect(clippy::as_conversions, reason = "at most 64")]
const fn ones(word: u64) -> usize {
    word.count_ones() as usize
}

impl FromIterator<u32> for Bits {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let mut bits = Self::default();
        for row in rows {
            bits.insert(row);
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use std::collections::BTreeSet;

    #[test]
    fn sets_of_bits_behave_like_sets() {
        let (a, b): (BTreeSet<u32>, BTreeSet<u32>) =
            ((0..400).step_by(3).collect(), (5..900).step_by(7).collect());
        let bits = |set: &BTreeSet<u32>| set.iter().copied().collect::<Bits>();
        let mut both = bits(&a);
        both.and(&bits(&b));
        assert_eq!(both.rows().collect::<BTreeSet<_>>(), &a & &b);
        assert_eq!(
            bits(&a).count_with(&bits(&b)),
            i64::try_from((&a & &b).len()).unwrap_or_default()
        );
        let mut either = bits(&a);
        either.or(&bits(&b));
        assert_eq!(either.rows().collect::<BTreeSet<_>>(), &a | &b);
        let mut rest = bits(&a);
        rest.and_not(&bits(&b));
        assert_eq!(rest.rows().collect::<BTreeSet<_>>(), &a - &b);
        assert_eq!(rest.count(), (&a - &b).len());
        rest.remove(0);
        assert!(!rest.has(0) && rest.has(3) && !rest.has(100_000));
    }
}
