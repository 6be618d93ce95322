//! Sites side by side, without a rank: a funnel about their common rate with limits of 95 and 99.8 %. A site stands by the number that
//! the table under it gives, in the order that was handed over.

use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::WholeAxis;
use super::backend::{Sketch, SketchBackend};
use super::figure::{ChartFigure, ChartTable, NoChart, WIDTHS, document};
use super::ink::ChartInk;
use super::layout::{ChartSurround, EDGE, LegendKey, Marker, ROW, SIZE, line, point, style};
use super::measure::width;
use crate::quality::funnel::{Funnel, FunnelZone, SITES_FOR_SCATTER, funnel};
use crate::quality::rates::Share;
use crate::quality::report::written_rate;
use crate::text::{Lang, Text, text};

/// Points of a curve.
const CURVE: u64 = 96;
const PLOT: i32 = 260;

/// What is drawn. `sites` keep their order in the table.
#[derive(Clone, Copy, Debug)]
pub struct FunnelChart<'a> {
    pub title: &'a str,
    pub sites: &'a [(String, Share)],
    pub lang: Lang,
    /// In pixels of the picture, held within [`WIDTHS`].
    pub width: u32,
}

fn zone(stands: FunnelZone) -> (Option<Marker>, Text) {
    match stands {
        FunnelZone::Nobody => (None, text!("无病例", "Nobody")),
        FunnelZone::Within => (Some(Marker::Dot), text!("限内", "Within the limits")),
        FunnelZone::BeyondNear => (Some(Marker::Diamond), text!("超出95%限", "Beyond the 95 % limits")),
        FunnelZone::BeyondFar => (Some(Marker::Square), text!("超出99.8%限，应查看", "Beyond the 99.8 % limits: look into it")),
    }
}

fn said(found: &Funnel, lang: Lang) -> String {
    let of = |stands: FunnelZone| found.sites.iter().filter(|site| site.stands == stands).count();
    let (near, far, nobody) = (of(FunnelZone::BeyondNear), of(FunnelZone::BeyondFar), of(FunnelZone::Nobody));
    let all = found.sites.len() - nobody;
    let mut said = match lang {
        Lang::Zh => format!("{all}个机构中，{far}个超出99.8%限，{near}个超出95%限（随机情况下约每20个有1个）。不排名。"),
        Lang::En => {
            format!("Of {all} sites {far} lie beyond the 99.8 % limits and {near} beyond those of 95 % (by chance about one of twenty). No rank.")
        }
    };
    if found.scatter > 1.0 {
        said += text!("机构间离散大于随机，限已按过度离散放宽。", " Sites scatter more than chance: the limits are widened.").get(lang);
    } else if all < SITES_FOR_SCATTER {
        said += text!("机构不足20个，未估计过度离散。", " Fewer than twenty sites: overdispersion is not estimated.").get(lang);
    }
    said
}

/// The funnel as a picture and its table.
pub fn funnel_chart(ask: &FunnelChart<'_>) -> Result<ChartFigure, NoChart> {
    let lang = ask.lang;
    if let Some(uneven) = ask.sites.iter().position(|(_, share)| share.counted > share.all) {
        return Err(NoChart::Uneven(uneven));
    }
    let shares: Vec<Share> = ask.sites.iter().map(|(_, share)| *share).collect();
    let found = funnel(&shares).ok_or(NoChart::Nobody)?;
    let across = WholeAxis::counts(shares.iter().map(|share| share.all).max().unwrap_or_default());
    let rates = || shares.iter().filter(|share| share.all > 0).map(|share| share.counted as f64 / share.all as f64);
    // Near nobody the limits are all there is: the scale follows the sites, and the limits at the smallest of them.
    let smallest = shares.iter().map(|share| share.all).filter(|all| *all > 0).min().unwrap_or(1);
    let [low, high] = found.limits_at(smallest as f64)[1];
    let up = WholeAxis::shares(rates().fold(low, f64::min), rates().fold(high, f64::max));
    let said = said(&found, lang);
    let table = table(ask, &found);
    let word = |text: Text| text.get(lang).to_owned();
    let centre = match lang {
        Lang::Zh => format!("全体 {:.2} %", found.target * 100.0),
        Lang::En => format!("All sites {:.2} %", found.target * 100.0),
    };
    let mut keys = vec![
        (LegendKey::Line(ChartInk::Centre), centre),
        (LegendKey::Line(ChartInk::Limit), word(text!("95%限", "95 % limits"))),
        (LegendKey::Line(ChartInk::Far), word(text!("99.8%限", "99.8 % limits"))),
    ];
    for stands in [FunnelZone::Within, FunnelZone::BeyondNear, FunnelZone::BeyondFar] {
        if let (Some(marker), name) = zone(stands)
            && found.sites.iter().any(|site| site.stands == stands)
        {
            keys.push((LegendKey::Point(marker), word(name)));
        }
    }
    let axes = match (lang, up.low) {
        (Lang::Zh, 0) => "纵：率；横：分母（例数）。数字为下表中的序号。".to_owned(),
        (Lang::Zh, _) => format!("纵：率（从{}起，不从零起）；横：分母（例数）。数字为下表中的序号。", up.written(up.low as f64 / 10_000.0)),
        (Lang::En, 0) => "Up: rate; across: denominator (cases). Numbers are those of the table.".to_owned(),
        (Lang::En, _) => format!(
            "Up: rate (from {}, not from zero); across: denominator (cases). Numbers are those of the table.",
            up.written(up.low as f64 / 10_000.0)
        ),
    };
    let wide = ask.width.clamp(WIDTHS.0, WIDTHS.1);
    let around = ChartSurround::new(wide, ask.title, &axes, keys, std::slice::from_ref(&said));
    let (top, left) = (around.head() + 8, 14 + up.marks().iter().map(|mark| width(&up.written(*mark), SIZE)).max().unwrap_or_default() as i32);
    let right = 14 + width(&across.written(across.high as f64), SIZE) as i32 / 2;
    let foot = top + PLOT + ROW + 8;
    let size = (wide, (foot + around.foot()) as u32);
    let mut sketch = Sketch::default();
    {
        let area = SketchBackend { sketch: &mut sketch, size }.into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin_top(top)
            .margin_right(right)
            .margin_left(EDGE)
            .margin_bottom(size.1 as i32 - top - PLOT - ROW - 8)
            .x_label_area_size(ROW + 8)
            .y_label_area_size(left)
            .build_cartesian_2d(across, up)?;
        let label = style(ChartInk::Soft, SIZE, HPos::Left, VPos::Top);
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(ChartInk::Grid.style())
            .light_line_style(ChartInk::None.style())
            .axis_style(ChartInk::Axis.style())
            .label_style(label)
            .x_label_formatter(&|value| across.written(*value))
            .y_label_formatter(&|value| up.written(*value))
            .draw()?;
        let at = |all: f64, rate: f64| chart.backend_coord(&(all, rate));
        line(&area, ChartInk::Centre, vec![at(0.0, found.target), at(across.high as f64, found.target)])?;
        for (ink, which) in [(ChartInk::Limit, 0), (ChartInk::Far, 1)] {
            for side in [0, 1] {
                let all = |step: u64| across.high as f64 * step as f64 / CURVE as f64;
                let shown = up.low as f64 / 10_000.0..=up.high as f64 / 10_000.0;
                // From where it is within the scale: before, the limits are wider than the picture.
                let curve = (1..=CURVE).map(|step| (all(step), found.limits_at(all(step))[which][side]));
                line(&area, ink, curve.filter(|(_, rate)| shown.contains(rate)).map(|(all, rate)| at(all, rate)).collect())?;
            }
        }
        let mut taken: Vec<[i32; 4]> = vec![];
        let places: Vec<(i32, i32)> =
            shares.iter().map(|share| at(share.all as f64, if share.all == 0 { 0.0 } else { share.counted as f64 / share.all as f64 })).collect();
        for (site, place) in found.sites.iter().zip(&places) {
            if let (Some(marker), _) = zone(site.stands) {
                point(&area, marker, *place)?;
                taken.push([place.0 - 8, place.1 - 8, place.0 + 8, place.1 + 8]);
            }
        }
        let (plot_left, plot_right) = (at(0.0, found.target).0, at(across.high as f64, found.target).0 + right);
        for (index, (site, (x, y))) in found.sites.iter().zip(&places).enumerate() {
            if site.stands == FunnelZone::Nobody {
                continue;
            }
            let number = (index + 1).to_string();
            let wide = width(&number, SIZE) as i32;
            // To the right, the left, above, below; where all are taken the table alone has it.
            let free = [(x + 10, *y), (x - 10 - wide, *y), (x - wide / 2, y - 18), (x - wide / 2, y + 18)].into_iter().find(|(left, middle)| {
                let wanted = [*left - 1, middle - 9, left + wide + 1, middle + 9];
                let inside = wanted[0] >= plot_left && wanted[2] <= plot_right && wanted[1] >= top - 8 && wanted[3] <= top + PLOT;
                inside && taken.iter().all(|held| wanted[2] <= held[0] || held[2] <= wanted[0] || wanted[3] <= held[1] || held[3] <= wanted[1])
            });
            if let Some((left, middle)) = free {
                taken.push([left - 1, middle - 9, left + wide + 1, middle + 9]);
                area.draw_text(&number, &style(ChartInk::Word, SIZE, HPos::Left, VPos::Center), (left, middle))?;
            }
        }
        around.draw(&area, foot)?;
    }
    let svg = document(&sketch, size, lang, ask.title, &said);
    Ok(ChartFigure { svg, width: size.0, height: size.1, said, table, texts: sketch.texts })
}

fn table(ask: &FunnelChart<'_>, found: &Funnel) -> ChartTable {
    let lang = ask.lang;
    let columns = [
        text!("序号", "No."),
        text!("机构", "Site"),
        text!("分子", "Numerator"),
        text!("分母", "Denominator"),
        text!("率", "Rate"),
        text!("95%限", "95 % limits"),
        text!("99.8%限", "99.8 % limits"),
        text!("位置", "Where it stands"),
    ];
    let limits = |[low, high]: [f64; 2], nobody: bool| if nobody { "–".to_owned() } else { format!("{:.2}–{:.2} %", low * 100.0, high * 100.0) };
    let rows = ask.sites.iter().zip(&found.sites).enumerate().map(|(index, ((name, share), site))| {
        let nobody = site.stands == FunnelZone::Nobody;
        vec![
            (index + 1).to_string(),
            name.clone(),
            share.counted.to_string(),
            share.all.to_string(),
            written_rate(share.rate().ok()),
            limits(site.near, nobody),
            limits(site.far, nobody),
            zone(site.stands).1.get(lang).to_owned(),
        ]
    });
    ChartTable { columns: columns.map(|column| column.get(lang).to_owned()).to_vec(), rows: rows.collect() }
}
