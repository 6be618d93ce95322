// The floor: what one would write by hand for this one job and nothing else. The same 41 controls (40 items and
// "sign"), the same arithmetic (exclusive groups count their highest member), a live score and band. No languages, no
// provenance, no draft, no record. What our form costs is measured against this, in the same run.
'use strict';
var GROUPS = [
  ['Age', 'radio', [['age_41_60', 1, 'Age 41–60 y'], ['age_61_74', 2, 'Age 61–74 y'], ['age_ge_75', 3, 'Age ≥75 y']]],
  ['Surgery', 'radio', [['minor_surgery', 1, 'Minor surgery planned'], ['arthroscopic_surgery', 2, 'Arthroscopic surgery'], ['major_open_surgery', 2, 'Major open surgery >45 min'], ['laparoscopic_surgery', 2, 'Laparoscopic surgery >45 min'], ['elective_arthroplasty', 5, 'Elective major lower-extremity arthroplasty']]],
  ['Mobility', 'radio', [['medical_patient_bed_rest', 1, 'Medical patient currently at bed rest'], ['bed_rest_gt_72h', 2, 'Confined to bed >72 h']]],
  ['1 point', 'checkbox', [['bmi_gt_25', 1, 'BMI >25'], ['swollen_legs', 1, 'Swollen legs (current)'], ['varicose_veins', 1, 'Varicose veins'], ['pregnancy_postpartum', 1, 'Pregnancy or postpartum (<1 mo)'], ['adverse_obstetric_history', 1, 'Unexplained stillbirth, recurrent spontaneous abortion (≥3), premature birth with toxaemia or growth-restricted infant'], ['ocp_hrt', 1, 'Oral contraceptive or hormone replacement therapy'], ['sepsis_lt_1mo', 1, 'Sepsis (<1 mo)'], ['serious_lung_disease_lt_1mo', 1, 'Serious lung disease incl. pneumonia (<1 mo)'], ['abnormal_pulmonary_function', 1, 'Abnormal pulmonary function (COPD)'], ['acute_mi', 1, 'Acute myocardial infarction'], ['chf_lt_1mo', 1, 'Congestive heart failure (<1 mo)'], ['ibd_history', 1, 'History of inflammatory bowel disease'], ['history_major_surgery_lt_1mo', 1, 'History of major surgery (<1 mo)'], ['other_risk_factor', 1, 'Other risk factor (specify)']]],
  ['2 points', 'checkbox', [['malignancy', 2, 'Malignancy (present or previous)'], ['plaster_cast_lt_1mo', 2, 'Immobilising plaster cast (<1 mo)'], ['central_venous_access', 2, 'Central venous access']]],
  ['3 points', 'checkbox', [['history_vte', 3, 'History of DVT/PE'], ['family_history_vte', 3, 'Family history of thrombosis'], ['factor_v_leiden', 3, 'Positive factor V Leiden'], ['prothrombin_20210a', 3, 'Positive prothrombin 20210A'], ['lupus_anticoagulant', 3, 'Positive lupus anticoagulant'], ['anticardiolipin', 3, 'Elevated anticardiolipin antibodies'], ['hyperhomocysteinemia', 3, 'Elevated serum homocysteine'], ['hit_history', 3, 'Heparin-induced thrombocytopenia'], ['other_thrombophilia', 3, 'Other congenital/acquired thrombophilia']]],
  ['5 points', 'checkbox', [['stroke_lt_1mo', 5, 'Stroke (<1 mo)'], ['hip_pelvis_leg_fracture_lt_1mo', 5, 'Hip, pelvis or leg fracture (<1 mo)'], ['acute_spinal_cord_injury_lt_1mo', 5, 'Acute spinal cord injury (paralysis) (<1 mo)'], ['multiple_trauma_lt_1mo', 5, 'Multiple trauma (<1 mo)']]],
];
var forms = 0;

function addForm(parent) {
  var number = ++forms, form = document.createElement('form');
  GROUPS.forEach(function (group, g) {
    var fieldset = form.appendChild(document.createElement('fieldset'));
    fieldset.appendChild(document.createElement('legend')).textContent = group[0];
    group[2].forEach(function (row) {
      var label = fieldset.appendChild(document.createElement('label')), input = label.appendChild(document.createElement('input'));
      input.type = group[1];
      if (group[1] === 'radio') input.name = 'g' + g + '-' + number;
      input.dataset.item = row[0];
      input.dataset.points = row[1];
      label.appendChild(document.createElement('span')).textContent = row[2] + ' (' + row[1] + ')';
    });
  });
  var output = form.appendChild(document.createElement('p'));
  output.className = 'score';
  output.setAttribute('role', 'status');
  output.dataset.score = '';
  var button = form.appendChild(document.createElement('button'));
  button.dataset.action = 'sign';
  button.textContent = 'Sign';
  function show() {
    var total = 0;
    form.querySelectorAll('input:checked').forEach(function (input) { total += Number(input.dataset.points); });
    output.textContent = total + (total >= 5 ? ' high' : total >= 3 ? ' moderate' : ' low');
  }
  form.addEventListener('change', show);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  show();
  parent.appendChild(form);
  return form;
}
addForm(document.getElementById('forms'));
window.interactiveAt = performance.now();
