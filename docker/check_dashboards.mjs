// Checks the dashboards against Grafana's published schema: compiles their JSON as TypeScript literals with the types of @grafana/schema,
// so that a misspelt or misplaced key is an error. Then misspells three keys, one at a time, and expects a compiler error each time.
//
//   node docker/check_dashboards.mjs          needs npm; downloads two pinned packages into a temporary folder

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['@grafana/schema@13.2.3', 'typescript@5.9.3'];
const dashboards = join(dirname(fileURLToPath(import.meta.url)), 'grafana', 'dashboards');
const folder = mkdtempSync(join(tmpdir(), 'dashboards-'));

// The schema allows any options in a panel; here each kind of panel in use gets its own options. Enumerations become their values.
const TYPES = `
import type { Dashboard, FieldConfig, Panel, RowPanel } from '@grafana/schema';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

type Plain<T> = unknown extends T ? T
  : T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends Array<infer E> ? Array<Plain<E>>
  : { [K in keyof T]: Plain<T[K]> };

interface Query { refId: string; expr: string; legendFormat: string }

type Of<Type extends string, Options, Custom> = Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
  type: Type;
  id: number;
  title: string;
  description: string;
  options: Options;
  fieldConfig: { defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom }; overrides: [] };
  targets: Query[];
};

export type Checked = Plain<Omit<Dashboard, 'panels'> & {
  panels: Array<RowPanel | Of<'stat', Stat.Options, never> | Of<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>>;
}>;
`;

function compile(texts) {
  const literals = Object.entries(texts).map(([name, text]) => `export const ${name}: Checked = ${text};`);
  writeFileSync(join(folder, 'dashboards.ts'), `import type { Checked } from './types';\n${literals.join('\n')}`);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler'];
  return spawnSync(join(folder, 'node_modules', '.bin', 'tsc'), [...options, 'dashboards.ts'], { cwd: folder, encoding: 'utf8' });
}

function misspelt(texts, right, wrong) {
  const [name, text] = Object.entries(texts).find(([, each]) => each.includes(right));
  return { ...texts, [name]: text.replace(right, wrong) };
}

try {
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...PACKAGES], { cwd: folder, stdio: 'inherit' });
  writeFileSync(join(folder, 'types.ts'), TYPES);

  const files = readdirSync(dashboards).filter((file) => file.endsWith('.json'));
  const texts = Object.fromEntries(files.map((file) => [file.replace('.json', ''), readFileSync(join(dashboards, file), 'utf8')]));
  const result = compile(texts);
  if (result.status !== 0) {
    console.error(`The dashboards do not match Grafana's schema:\n${result.stdout}`);
    process.exitCode = 1;
  }
  for (const [right, wrong] of [['"gridPos"', '"gridpos"'], ['"placement": "bottom"', '"placement": "below"'], ['"showPoints"', '"showPoint"']]) {
    if (compile(misspelt(texts, right, wrong)).status === 0) {
      console.error(`The check is ineffective: the compiler accepted ${wrong} in place of ${right}.`);
      process.exitCode = 1;
    }
  }
  if (process.exitCode === undefined) {
    console.log(`${files.join(', ')} match ${PACKAGES[0]}; three misspelt keys were rejected.`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
