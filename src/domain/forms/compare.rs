//! Several evaluations of one interview side by side, criterion by criterion.

use serde::{Deserialize, Serialize};

use super::answers::{Answer, Answers};
use super::template::{Content, HIGHEST, QuestionKind};

/// From this difference between the highest and the lowest of five on, a criterion is to be talked about.
pub const NOTABLE: u8 = 2;

/// One question with everybody's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// The question's key.
    pub key: u32,
    /// In the order of the evaluations; none where it was left open.
    pub answers: Vec<Option<Answer>>,
    /// For ratings of at least one evaluation.
    pub measure: Option<Measure>,
}

/// How far ratings lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// The lowest.
    pub least: u8,
    /// The highest.
    pub most: u8,
    /// Their arithmetic mean.
    pub mean: f64,
    /// Their standard deviation, of these evaluations and not of a sample.
    pub spread: f64,
    /// They lie [`NOTABLE`] or more apart.
    pub differs: bool,
}

impl Measure {
    /// Of these ratings; none of none.
    pub fn of(ratings: &[u8]) -> Option<Self> {
        let (least, most) = (*ratings.iter().min()?, *ratings.iter().max()?);
        let count = ratings.iter().map(|_| 1.0).sum::<f64>();
        let mean = ratings.iter().map(|rating| f64::from(*rating)).sum::<f64>() / count;
        let variance = ratings.iter().map(|rating| (f64::from(*rating) - mean).powi(2)).sum::<f64>() / count;
        Some(Self { least, most, mean, spread: variance.sqrt(), differs: most - least >= NOTABLE })
    }

    /// From the lowest to the highest: 0 where all say the same, at most 4.
    pub const fn range(&self) -> u8 {
        self.most - self.least
    }
}

/// Every question of the form with the answers of these evaluations.
pub fn compare(content: &Content, evaluations: &[&Answers]) -> Vec<Criterion> {
    let criterion = |question: &super::template::Question| {
        let answers: Vec<Option<Answer>> = evaluations.iter().map(|answers| answers.get(question.key).cloned()).collect();
        let ratings: Vec<u8> = answers
            .iter()
            .filter_map(|answer| match answer {
                Some(Answer::Rating(rating)) if (1..=HIGHEST).contains(rating) => Some(*rating),
                _ => None,
            })
            .collect();
        let measure = (question.kind == QuestionKind::Rating).then(|| Measure::of(&ratings)).flatten();
        Criterion { key: question.key, answers, measure }
    };
    content.questions().map(criterion).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{answered, content};
    use super::*;

    #[test]
    fn two_apart_on_five_is_to_be_talked_about() {
        let evaluation = |rating| {
            let mut answers = answered();
            answers.set(2, Answer::Rating(rating));
            answers
        };
        let differs = |ratings: &[u8]| {
            let all: Vec<Answers> = ratings.iter().map(|rating| evaluation(*rating)).collect();
            compare(&content(), &all.iter().collect::<Vec<_>>())[0].measure.unwrap().differs
        };
        assert_eq!([differs(&[3, 4]), differs(&[3, 5]), differs(&[5]), differs(&[1, 2, 3])], [false, true, false, true]);
    }

    #[test]
    fn what_was_left_open_counts_for_nothing() {
        let (one, none) = (answered(), Answers::default());
        let criterion = &compare(&content(), &[&one, &none])[0];
        assert_eq!(criterion.answers, [Some(Answer::Rating(4)), None]);
        assert_eq!(criterion.measure.unwrap().range(), 0);
        assert_eq!(compare(&content(), &[&none])[0].measure, None);
        let measure = Measure::of(&[2, 4, 4, 4, 5, 5]).unwrap();
        assert!((measure.mean - 4.0).abs() < 1e-9 && (measure.spread - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_measure_does_not_depend_on_the_order(mut ratings in proptest::collection::vec(1_u8..=HIGHEST, 1..12)) {
            let one = Measure::of(&ratings).unwrap();
            ratings.reverse();
            let other = Measure::of(&ratings).unwrap();
            prop_assert!((one.mean - other.mean).abs() < 1e-9 && (one.spread - other.spread).abs() < 1e-9);
            prop_assert_eq!((one.least, one.most, one.differs), (other.least, other.most, other.differs));
            prop_assert!(f64::from(one.least) <= one.mean && one.mean <= f64::from(one.most));
            prop_assert!(one.spread <= f64::from(one.range()) / 2.0 + 1e-9, "no more than half the range");
            prop_assert_eq!(one.range() == 0, one.spread < 1e-9);
        }
    }
}
