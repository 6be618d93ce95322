-- Generated from src/quality/catalogue/; a test fails when it differs. Over the tables episode and settled (docs/for-hosts/quality.md), one
-- text for DuckDB and Spark. Each answer has the number of stays by month, facility, tier, department and place: a period is the sum of its
-- months. numerator + denominator + open is the denominator of the rate.

-- alliance_1 VTE风险评估率（研究指标1） / VTE risk assessment (study, 1)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when f.f1 = 2 then 'numerator'
      when f.f1 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f1
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_2 出血风险评估率（研究指标2） / Bleeding risk assessment (study, 2)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_3 机械预防率（研究指标3） / Mechanical prophylaxis (study, 3)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'device' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('device', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_4 药物预防率（研究指标4） / Pharmacological prophylaxis (study, 4)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not ((f.f1 >= 1 and (f.f2 >= 1 and not (f.f3 = 2)))) then 'outside'
      when not ((f.f1 = 2 and (f.f2 = 2 and not (f.f3 >= 1)))) then 'outside_unknown'
      when f.f4 = 2 then 'numerator'
      when f.f4 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'not_high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('not_high', 'open', 'unknown'))) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('high', 'unknown'))) then 1 else 0 end) as f3,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'drug' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('drug', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f4
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_5 VTE中高危率（研究指标5） / Moderate-to-high VTE risk (study, 5)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_6 出血高危率（研究指标6） / High bleeding risk (study, 6)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('high', 'open', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- alliance_7 院内VTE发生率（研究指标7） / In-hospital VTE (study, 7)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class = 'day_surgery' then 'excluded_2'
      when e.service in ('neonatal', 'paediatric') then 'excluded_3'
      when not ((e.age >= 15 or e.age = -1)) then 'excluded_4'
      when not ((e.stay_least = -1 or e.stay_most >= 86401)) then 'excluded_5'
      when e.vte_before = 'yes' then 'excluded_6'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when e.class in ('day_surgery', 'unknown') then 'unknown_2'
      when e.service in ('neonatal', 'paediatric', 'unknown') then 'unknown_3'
      when not (e.age >= 15) then 'unknown_4'
      when not (e.stay_least >= 86401) then 'unknown_5'
      when e.vte_before in ('yes', 'unknown') then 'unknown_6'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when (f.f1 = 2 or f.f2 = 2) then 'numerator'
      when (f.f1 >= 1 or f.f2 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'in_hospital' then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'not_stated' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= 86401 and s.at_last - e.admitted_at <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 0 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('not_stated', 'unknown'))) and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= 86401 and s.at - e.admitted_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 0)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- nqt_vte_assess_rate VTE风险评估率 / VTE risk-assessment rate
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when f.f1 = 2 then 'numerator'
      when f.f1 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f1
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- nqt_vte_proper_prevention_rate 采取VTE恰当预防措施比率 / Appropriate-prophylaxis rate
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when (f.f2 = 2 and f.f3 = 2 and (f.f4 = 2 or f.f5 = 2)) then 'numerator'
      when (f.f2 >= 1 and f.f3 >= 1 and (f.f4 >= 1 or f.f5 >= 1)) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f3,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value in ('drug', 'device') and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'device', 'unknown'))) and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 86400)) then 1 else 0 end) as f4,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value = 'drug' and a.a2 = 2 and a.a2_untimed = 0 and s.at >= 0 and s.at - a.a2_last >= 0 and s.at_last - a.a2_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'unknown'))) and a.a2 >= 1 and (not (a.a2 = 2 and a.a2_untimed = 0) or s.at < 0 or (s.at_last - a.a2_first >= 0 and s.at - a.a2_last <= 86400)) then 1 else 0 end) as f5
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then s.at_last else 900000000000 end) as a1_last,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a2,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a2_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a2_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a2_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- nqt_vte_standard_prevention_rate VTE规范预防率（单一指标口径） / Standardised VTE prevention rate (as one figure)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when (f.f1 = 2 and (f.f2 = 2 and f.f3 = 2 and (f.f4 = 2 or f.f5 = 2))) then 'numerator'
      when (f.f1 >= 1 and (f.f2 >= 1 and f.f3 >= 1 and (f.f4 >= 1 or f.f5 >= 1))) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f3,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value in ('drug', 'device') and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'device', 'unknown'))) and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 86400)) then 1 else 0 end) as f4,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value = 'drug' and a.a2 = 2 and a.a2_untimed = 0 and s.at >= 0 and s.at - a.a2_last >= 0 and s.at_last - a.a2_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'unknown'))) and a.a2 >= 1 and (not (a.a2 = 2 and a.a2_untimed = 0) or s.at < 0 or (s.at_last - a.a2_first >= 0 and s.at - a.a2_last <= 86400)) then 1 else 0 end) as f5
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then s.at_last else 900000000000 end) as a1_last,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a2,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a2_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a2_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a2_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_assess_24h 入院24小时内VTE风险评估率 / Assessed within 24 h of admission
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when not ((e.stay_least = -1 or e.stay_most >= 86400)) then 'excluded_3'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (e.stay_least >= 86400) then 'unknown_3'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when f.f1 = 2 then 'numerator'
      when f.f1 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= -100000000000 and s.at_last - e.admitted_at <= 86400 then 2 when s.kind = 'assessed' and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= -100000000000 and s.at - e.admitted_last <= 86400)) then 1 else 0 end) as f1
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_assess_postop_24h 术后24小时内VTE风险评估率 / Assessed within 24 h after the operation
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 86400 then 2 when s.kind = 'assessed' and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 86400)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a1_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_assess_transfer_24h 转科24小时内VTE风险评估率 / Assessed within 24 h after a transfer
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'transferred' and s.state <> 'untold' then 2 when s.kind = 'transferred' then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 86400 then 2 when s.kind = 'assessed' and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 86400)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'transferred' and s.state <> 'untold' then 2 when s.kind = 'transferred' then 1 else 0 end) as a1,
        max(case when s.kind = 'transferred' and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'transferred' then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'transferred' and s.state <> 'untold' then s.at_last else 900000000000 end) as a1_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_assess_discharge_24h 出院前24小时内VTE风险评估率 / Assessed in the last 24 h before discharge
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.leaving = 'died' then 'excluded_3'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when e.leaving in ('died', 'unknown') then 'unknown_3'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when f.f1 = 2 then 'numerator'
      when f.f1 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -86400 and s.at_last - e.discharged_at <= 0 then 2 when s.kind = 'assessed' and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -86400 and s.at - e.discharged_last <= 0)) then 1 else 0 end) as f1
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_bleed_assess VTE中高危患者出血风险评估率 / Bleeding assessed among moderate and high
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_midhigh_share VTE风险评估中高危率 / Share of moderate and high
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_bleed_high_share 出血风险评估高危率 / Share of high bleeding risk
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('high', 'open', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_prev_any VTE中高危患者预防率 / Any prophylaxis among moderate and high
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when (f.f2 = 2 or f.f3 = 2) then 'numerator'
      when (f.f2 >= 1 or f.f3 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'drug' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('drug', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'device' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('device', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f3
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_prev_drug 药物预防率 / Pharmacological prophylaxis
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not ((f.f1 >= 1 and (f.f2 >= 1 and not (f.f3 = 2)))) then 'outside'
      when not ((f.f1 = 2 and (f.f2 = 2 and not (f.f3 >= 1)))) then 'outside_unknown'
      when f.f4 = 2 then 'numerator'
      when f.f4 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'not_high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('not_high', 'open', 'unknown'))) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' and s.value = 'high' then 2 when s.kind = 'bleeding_screened' and (s.state = 'untold' or (s.value in ('high', 'unknown'))) then 1 else 0 end) as f3,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'drug' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('drug', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f4
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_prev_mech 机械预防率 / Mechanical prophylaxis
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'device' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('device', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_prev_comb 联合预防率 / Drug and device together
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when (f.f2 = 2 and f.f3 = 2) then 'numerator'
      when (f.f2 >= 1 and f.f3 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'drug' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('drug', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'device' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('device', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f3
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_havte 医院相关性VTE发生率 / Hospital-associated VTE
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when (f.f1 = 2 or f.f2 = 2 or f.f3 = 2) then 'numerator'
      when (f.f1 >= 1 or f.f2 >= 1 or f.f3 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'in_hospital' then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'not_stated' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= 86401 and s.at_last - e.admitted_at <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('not_stated', 'unknown'))) and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= 86401 and s.at - e.admitted_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value in ('in_hospital', 'not_stated') and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= 1 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'not_stated', 'unknown'))) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= 1 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f3
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_prevent_vte 潜在可预防VTE比例 / Potentially preventable VTE
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not ((f.f1 >= 1 or f.f2 >= 1 or f.f3 >= 1)) then 'outside'
      when not ((f.f1 = 2 or f.f2 = 2 or f.f3 = 2)) then 'outside_unknown'
      when not ((f.f4 >= 1 and f.f5 >= 1 and (f.f6 >= 1 or f.f7 >= 1))) then 'numerator'
      when not ((f.f4 = 2 and f.f5 = 2 and (f.f6 = 2 or f.f7 = 2))) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'in_hospital' then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'not_stated' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= 86401 and s.at_last - e.admitted_at <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('not_stated', 'unknown'))) and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= 86401 and s.at - e.admitted_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value in ('in_hospital', 'not_stated') and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= 1 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'not_stated', 'unknown'))) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= 1 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f3,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' then 2 when s.kind = 'assessed' then 1 else 0 end) as f4,
      max(case when s.kind is null then 0 when s.kind = 'bleeding_screened' and s.state <> 'untold' then 2 when s.kind = 'bleeding_screened' then 1 else 0 end) as f5,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value in ('drug', 'device') and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'device', 'unknown'))) and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 86400)) then 1 else 0 end) as f6,
      max(case when s.kind is null then 0 when s.kind = 'given' and s.state <> 'untold' and s.value = 'drug' and a.a2 = 2 and a.a2_untimed = 0 and s.at >= 0 and s.at - a.a2_last >= 0 and s.at_last - a.a2_first <= 86400 then 2 when s.kind = 'given' and (s.state = 'untold' or (s.value in ('drug', 'unknown'))) and a.a2 >= 1 and (not (a.a2 = 2 and a.a2_untimed = 0) or s.at < 0 or (s.at_last - a.a2_first >= 0 and s.at - a.a2_last <= 86400)) then 1 else 0 end) as f7
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then 2 when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'assessed' and (s.state = 'untold' or (s.value in ('moderate', 'high', 'open', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'assessed' and s.state <> 'untold' and s.value in ('moderate', 'high') then s.at_last else 900000000000 end) as a1_last,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a2,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a2_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a2_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a2_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- q_vte_death VTE患者住院死亡率 / Deaths in the stay among VTE cases
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 18 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 18) then 'unknown_2'
      when not ((f.f1 >= 1 or f.f2 >= 1)) then 'outside'
      when not ((f.f1 = 2 or f.f2 = 2)) then 'outside_unknown'
      when e.leaving = 'died' then 'numerator'
      when e.leaving in ('died', 'unknown') then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.state = 'discharge_diagnosis' then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.state in ('discharge_diagnosis', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 0 then 2 when s.kind = 'vte_confirmed' and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 0)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- icu_dvt_prev ICU深静脉血栓（DVT）预防率 / DVT prevention in intensive care
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not ((e.icu in ('yes', 'unknown') or e.service in ('icu', 'unknown'))) then 'outside'
      when not ((e.icu = 'yes' or e.service = 'icu')) then 'outside_unknown'
      when (f.f1 = 2 or f.f2 = 2) then 'numerator'
      when (f.f1 >= 1 or f.f2 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'drug' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('drug', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'ordered' and s.state <> 'untold' and s.value = 'device' and s.state in ('firm', 'begun') then 2 when s.kind = 'ordered' and (s.state = 'untold' or (s.value in ('device', 'unknown') and s.state in ('firm', 'begun', 'unknown'))) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- rev_postop_pe 手术患者术后肺栓塞发生率 / PE after operation
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.what in ('pe', 'dvt_pe') and s.value in ('in_hospital', 'not_stated') and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 0 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.what in ('pe', 'dvt_pe', 'unknown') and s.value in ('in_hospital', 'not_stated', 'unknown'))) and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 0)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a1_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- rev_postop_dvt 手术患者术后深静脉血栓发生率 / DVT after operation
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (f.f1 >= 1) then 'outside'
      when not (f.f1 = 2) then 'outside_unknown'
      when f.f2 = 2 then 'numerator'
      when f.f2 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.what in ('dvt', 'dvt_pe') and s.value in ('in_hospital', 'not_stated') and a.a1 = 2 and a.a1_untimed = 0 and s.at >= 0 and s.at - a.a1_last >= 0 and s.at_last - a.a1_first <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 0 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.what in ('dvt', 'dvt_pe', 'unknown') and s.value in ('in_hospital', 'not_stated', 'unknown'))) and a.a1 >= 1 and (not (a.a1 = 2 and a.a1_untimed = 0) or s.at < 0 or (s.at_last - a.a1_first >= 0 and s.at - a.a1_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 0)) then 1 else 0 end) as f2
    from episode e
    left join settled s on s.episode = e.episode
    left join (
      select s.episode as episode,
        max(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then 2 when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then 1 else 0 end) as a1,
        max(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) and s.at = -1 then 1 else 0 end) as a1_untimed,
        min(case when s.kind = 'operated' and (s.state = 'untold' or (s.value in ('operation', 'unknown'))) then s.at else 900000000000 end) as a1_first,
        min(case when s.kind = 'operated' and s.state <> 'untold' and s.value = 'operation' then s.at_last else 900000000000 end) as a1_last
      from settled s
      group by s.episode
    ) a on a.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- nhs_vte_ra NHS VTE风险评估率（入院14小时内，≥16岁） / NHS VTE risk assessment (within 14 h of admission, 16 and over)
select month, facility, tier, department, place, count(*) as n
from (
  select e.admitted_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.admitted_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when not ((e.age >= 16 or e.age = -1)) then 'excluded_2'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (e.age >= 16) then 'unknown_2'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when f.f1 = 2 then 'numerator'
      when f.f1 >= 1 then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'assessed' and s.state <> 'untold' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= -100000000000 and s.at_last - e.admitted_at <= 50400 then 2 when s.kind = 'assessed' and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= -100000000000 and s.at - e.admitted_last <= 50400)) then 1 else 0 end) as f1
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place

-- hat_90 医院相关血栓（HAT，出院后90天内） / Hospital-associated thrombosis (HAT, to 90 days after discharge)
select month, facility, tier, department, place, count(*) as n
from (
  select e.discharged_month as month, e.facility as facility, e.tier as tier, e.dept_discharge as department,
    case
      when e.discharged_month = 'unknown' then 'undated'
      when e.class in ('outpatient', 'emergency') then 'excluded_1'
      when e.class in ('outpatient', 'emergency', 'unknown') then 'unknown_1'
      when not (1 = 1) then 'outside'
      when not (1 = 1) then 'outside_unknown'
      when (f.f1 = 2 or f.f2 = 2 or f.f3 = 2) then 'numerator'
      when (f.f1 >= 1 or f.f2 >= 1 or f.f3 >= 1) then 'open'
      else 'denominator'
    end as place
  from episode e
  join (
    select e.episode as episode,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'in_hospital' then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'unknown'))) then 1 else 0 end) as f1,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value = 'not_stated' and e.admitted_at >= 0 and s.at >= 0 and s.at - e.admitted_last >= 86401 and s.at_last - e.admitted_at <= 100000000000 and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= -100000000000 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('not_stated', 'unknown'))) and 1 = 1 and (not (e.admitted_at >= 0) or s.at < 0 or (s.at_last - e.admitted_at >= 86401 and s.at - e.admitted_last <= 100000000000)) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= -100000000000 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f2,
      max(case when s.kind is null then 0 when s.kind = 'vte_confirmed' and s.state <> 'untold' and s.value in ('in_hospital', 'not_stated') and e.discharged_at >= 0 and s.at >= 0 and s.at - e.discharged_last >= 1 and s.at_last - e.discharged_at <= 7776000 then 2 when s.kind = 'vte_confirmed' and (s.state = 'untold' or (s.value in ('in_hospital', 'not_stated', 'unknown'))) and 1 = 1 and (not (e.discharged_at >= 0) or s.at < 0 or (s.at_last - e.discharged_at >= 1 and s.at - e.discharged_last <= 7776000)) then 1 else 0 end) as f3
    from episode e
    left join settled s on s.episode = e.episode
    group by e.episode
  ) f on f.episode = e.episode
) p
group by month, facility, tier, department, place
