//! Overlapping events side by side: the fewest columns that keep them apart, each event widened into what stays free at its right.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The place of an event across its day, in parts of the day's width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The first column taken, from 0.
    pub column: u32,
    /// How many columns are taken.
    pub wide: u32,
    /// How many columns the day has here.
    pub columns: u32,
}

/// Places half-open ranges that come by rising start; the answer is in their order. A cluster is what hangs together by overlapping; it has as
/// many columns as overlap at once.
///
/// In time n log n, and for widening n times the columns an event really grows by.
pub fn pack(ranges: &[(i64, i64)]) -> Vec<Place> {
    let mut places = Vec::with_capacity(ranges.len());
    let mut rest = ranges;
    while let Some(((_, first_end), others)) = rest.split_first() {
        let mut reach = *first_end;
        let mut length = 1;
        for (start, end) in others {
            if *start >= reach {
                break;
            }
            reach = reach.max(*end);
            length += 1;
        }
        let (cluster, after) = rest.split_at(length);
        pack_cluster(cluster, &mut places);
        rest = after;
    }
    places
}

fn pack_cluster(cluster: &[(i64, i64)], places: &mut Vec<Place>) {
    if cluster.len() == 1 {
        places.push(Place { column: 0, wide: 1, columns: 1 });
        return;
    }
    let mut running: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    let mut free: BinaryHeap<Reverse<usize>> = BinaryHeap::new();
    let mut columns: Vec<Vec<(i64, i64)>> = Vec::new();
    let mut taken = Vec::with_capacity(cluster.len());
    for (start, end) in cluster {
        while let Some(Reverse((until, column))) = running.peek().copied()
            && until <= *start
        {
            running.pop();
            free.push(Reverse(column));
        }
        let column = free.pop().map_or(columns.len(), |Reverse(column)| column);
        match columns.get_mut(column) {
            Some(own) => own.push((*start, *end)),
            None => columns.push(vec![(*start, *end)]),
        }
        running.push(Reverse((*end, column)));
        taken.push(column);
    }
    let count = columns.len();
    places.extend(cluster.iter().zip(taken).map(|((start, end), column)| {
        // Ranges of one column are apart and rise, so the one that could meet this is the first that ends after its start.
        let is_free = |own: &&Vec<(i64, i64)>| {
            let next = own.partition_point(|(_, until)| until <= start);
            own.get(next).is_none_or(|(from, _)| from >= end)
        };
        let wide = 1 + columns.iter().skip(column + 1).take_while(is_free).count();
        Place { column: column as u32, wide: wide as u32, columns: count as u32 }
    }));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(column: u32, wide: u32, columns: u32) -> Place {
        Place { column, wide, columns }
    }

    #[test]
    fn what_only_touches_has_the_whole_width() {
        assert_eq!(pack(&[(0, 60), (60, 120)]), [place(0, 1, 1), place(0, 1, 1)]);
    }

    #[test]
    fn the_last_of_a_staircase_widens() {
        // a over the whole time, b and c beside it in the same column, d beside a only
        assert_eq!(pack(&[(0, 100), (0, 40), (10, 30), (50, 90)]), [place(0, 1, 3), place(1, 1, 3), place(2, 1, 3), place(1, 2, 3)]);
    }

    proptest! {
        #[test]
        fn never_on_top_of_one_another_and_never_more_columns_than_overlap(
            mut ranges in prop::collection::vec((0_i64..300, 1_i64..80).prop_map(|(start, length)| (start, start + length)), 0..60)
        ) {
            ranges.sort_by_key(|(start, _)| *start);
            let places = pack(&ranges);
            prop_assert_eq!(places.len(), ranges.len());
            for (i, (a, at)) in ranges.iter().zip(&places).enumerate() {
                prop_assert!(at.wide >= 1 && at.column + at.wide <= at.columns);
                let at_once = |t: i64| ranges.iter().filter(|(start, end)| (*start..*end).contains(&t)).count();
                let most = (0..380).map(at_once).max().unwrap_or(0);
                prop_assert!(at.columns as usize <= most);
                for (b, other) in ranges.iter().zip(&places).skip(i + 1) {
                    if a.0 < b.1 && b.0 < a.1 {
                        prop_assert_eq!(at.columns, other.columns);
                        prop_assert!(at.column + at.wide <= other.column || other.column + other.wide <= at.column);
                    }
                }
            }
        }
    }
}
