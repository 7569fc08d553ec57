//! Typing mistakes in domains: the nearest of those that many people use.

/// Octets of a domain that is looked at; no provider's name is longer.
const DOMAIN_OCTETS_MAX: usize = 40;

/// The known domain that this one was meant to be; `None` where it is known itself or like none.
pub(super) fn meant<'a>(domain: &str, known: &[&'a str]) -> Option<&'a str> {
    if domain.len() > DOMAIN_OCTETS_MAX || known.contains(&domain) {
        return None;
    }
    let near = known.iter().map(|candidate| (distance(domain, candidate), *candidate));
    let (steps, nearest) = near.min_by_key(|(steps, _)| *steps)?;
    // A short name has many honest neighbours; and nobody mistypes the first letter unseen.
    let allowed = match nearest.len() {
        0..8 => 0,
        8..11 => 1,
        _ => 2,
    };
    let same_start = domain.as_bytes().first() == nearest.as_bytes().first();
    (steps <= allowed && same_start).then_some(nearest)
}

/// Optimal string alignment: letters put in, left out, exchanged, or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, &ours) in one.iter().enumerate() {
        let mut line = vec![row + 1; other.len() + 1];
        for (column, &theirs) in other.iter().enumerate() {
            let exchanged = last[column] + usize::from(ours != theirs);
            let mut best = exchanged.min(last[column + 1] + 1).min(line[column] + 1);
            let is_swap = row > 0
                && column > 0
                && ours == other[column - 1]
                && one[row - 1] == theirs
                && ours != theirs;
            if is_swap {
                best = best.min(before[column - 1] + 1);
            }
            line[column + 1] = best;
        }
        before = std::mem::replace(&mut last, line);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_step() {
        assert_eq!(distance("hotmial.com", "hotmail.com"), 1);
        assert_eq!(distance("gmail.com", "gmail.com"), 0);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("outlok.com", "outlook.com"), 1);
    }
}
