//! The figures of the study as printed (Zhang X. et al., county medical alliance, Qingbaijiang, Chengdu).

/// One of the two groups of one site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedGroup {
    /// `og` (July 2024 to June 2025) or `cg` (July 2023 to June 2024).
    pub id: &'static str,
    pub from: (i32, u32),
    pub all: u64,
    pub men: u64,
    pub women: u64,
    /// Mean and standard deviation, as printed.
    pub age: [f64; 2],
    pub bmi: [f64; 2],
}

/// One line of the table: counted and of how many, percent, statistic and p as printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedLine {
    pub id: &'static str,
    pub og: [u64; 2],
    pub og_percent: &'static str,
    pub cg: [u64; 2],
    pub cg_percent: &'static str,
    pub statistic: &'static str,
    pub p: &'static str,
}

/// The county hospital, or the six township hospitals together.
#[derive(Debug, PartialEq)]
pub struct PrintedSite {
    pub id: &'static str,
    pub og: PrintedGroup,
    pub cg: PrintedGroup,
    /// Statistic and p of the baseline as printed: men and women, age, BMI.
    pub baseline: [[&'static str; 2]; 3],
    pub lines: [PrintedLine; 7],
}

const fn group(id: &'static str, from: (i32, u32), all: u64, [men, women]: [u64; 2], age: [f64; 2], bmi: [f64; 2]) -> PrintedGroup {
    PrintedGroup { id, from, all, men, women, age, bmi }
}

#[rustfmt::skip]
const fn line(id: &'static str, og: [u64; 2], og_percent: &'static str, cg: [u64; 2], cg_percent: &'static str, statistic: &'static str, p: &'static str) -> PrintedLine {
    PrintedLine { id, og, og_percent, cg, cg_percent, statistic, p }
}

#[rustfmt::skip]
pub static SITES: [PrintedSite; 2] = [
    PrintedSite {
        id: "county",
        og: group("og", (2024, 7), 30_863, [14_253, 16_610], [65.05, 5.11], [21.07, 1.21]),
        cg: group("cg", (2023, 7), 31_382, [14_674, 16_708], [64.76, 2.13], [21.32, 0.85]),
        baseline: [["2.08", "0.14"], ["1.24", "1.41"], ["0.54", "0.86"]],
        lines: [
            line("alliance_1", [30_706, 30_863], "99.47", [21_157, 31_382], "67.42", "11518.12", "0.00"),
            line("alliance_2", [7055, 8845], "79.76", [2798, 5984], "46.76", "369.17", "0.00"),
            line("alliance_3", [4082, 8845], "46.15", [1254, 5984], "20.96", "484.33", "0.00"),
            line("alliance_4", [2816, 5854], "48.10", [654, 3012], "21.71", "273.16", "0.00"),
            line("alliance_5", [8845, 30_706], "28.80", [5984, 21_157], "28.28", "0.92", "0.33"),
            line("alliance_6", [1362, 6737], "20.21", [579, 2798], "20.69", "0.183", "0.66"),
            line("alliance_7", [439, 30_863], "1.42", [201, 31_382], "0.64", "93.48", "0.00"),
        ],
    },
    PrintedSite {
        id: "township",
        og: group("og", (2024, 7), 35_204, [16_119, 19_085], [61.24, 1.06], [21.52, 1.68]),
        cg: group("cg", (2023, 7), 34_751, [15_935, 18_816], [61.81, 0.59], [21.11, 0.95]),
        baseline: [["0.03", "0.85"], ["0.48", "0.52"], ["1.55", "1.71"]],
        lines: [
            line("alliance_1", [34_654, 35_204], "98.43", [8045, 34_751], "23.15", "41681.30", "0.00"),
            line("alliance_2", [2723, 3350], "81.25", [335, 814], "41.15", "97.32", "0.00"),
            line("alliance_3", [981, 3350], "29.28", [117, 814], "14.37", "47.18", "0.00"),
            line("alliance_4", [219, 2587], "8.49", [25, 983], "2.54", "35.11", "0.00"),
            line("alliance_5", [3350, 34_654], "9.67", [814, 8045], "10.12", "1.23", "0.26"),
            line("alliance_6", [202, 2723], "7.42", [25, 335], "7.76", "0.001", "0.97"),
            line("alliance_7", [192, 35_204], "0.55", [90, 34_751], "0.26", "35.73", "0.00"),
        ],
    },
];
