// scorm.mjs: the SCORM 1.2 package of a lesson, as a Map from path to bytes: examples/scorm, what the element needs of dist/v1, and the
// manifest, which names every file. package.mjs zips it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MASTERY } from '../examples/scorm/launch.js';
import { filesIn } from './whole.mjs';

const PAGES = ['index.html', 'page.js', 'launch.js', 'lesson.json'];
/** Of dist/v1 what no lesson loads: types, the other outputs' pages, sums. */
const LEFT_OUT = /\.d\.ts$|^frame|^virchow-host|^sbom|^jsx\/|^SHA256SUMS$|^integrity\.json$|^more\/smart\.js$/;

const xml = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function scormFiles(dist, version) {
  const files = new Map(PAGES.map(path => [path, readFileSync(join('examples/scorm', path))]));
  for (const path of filesIn(join(dist, 'v1')).filter(each => !LEFT_OUT.test(each))) files.set(`v1/${path}`, readFileSync(join(dist, 'v1', path)));
  const lesson = JSON.parse(files.get('lesson.json'));
  files.set('imsmanifest.xml', Buffer.from(manifest(lesson.id, version, [...files.keys()].sort())));
  return files;
}

export function manifest(id, version, paths) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="virchow-${xml(id)}" version="${xml(version)}"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o">
    <organization identifier="o">
      <title>VTE评分练习 VTE scoring drill</title>
      <item identifier="i" identifierref="r">
        <title>VTE评分练习 VTE scoring drill</title>
        <adlcp:masteryscore>${MASTERY}</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
${paths.map(path => `      <file href="${xml(path)}"/>`).join('\n')}
    </resource>
  </resources>
</manifest>
`;
}
