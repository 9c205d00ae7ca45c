import { Alert } from 'antd';
import type { MaterialStory } from '../../contracts/hub/materials-api.ts';
import type { MaterialPage } from '../../contracts/material.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { clockTime, dateTime } from '../lib/time.ts';
import { StateText, type Tone } from '../ui/state-text.tsx';

/** Warnings of the terminal's quality check that there are words for; others show as they are. */
const WARNINGS = ['blurred', 'dark', 'glare', 'cutOff', 'blank'] as const;
const isKnown = (warning: string): warning is (typeof WARNINGS)[number] =>
  (WARNINGS as readonly string[]).includes(warning);

const HASHES = {
  awaitingBlob: ['quiet', 'materials.hashesWait'],
  whole: ['good', 'materials.hashesMatch'],
  quarantined: ['bad', 'materials.hashesDiffer'],
} as const;
const SCAN_TONE = { clean: 'good', unscanned: 'quiet', infected: 'bad' } as const satisfies Record<
  string,
  Tone
>;

/** Where and when a material was made, and what proves it. */
export function MaterialFacts({ story }: { story: MaterialStory }) {
  return (
    <>
      <Proof story={story} />
      <Origin story={story} />
      <Pages story={story} />
    </>
  );
}

function Proof({ story }: { story: MaterialStory }) {
  const { t, known } = useConsoleTexts();
  const { row, signature, document } = story;
  const [tone, words] = HASHES[row.state];
  return (
    <>
      <h2>{t('materials.proof')}</h2>
      {!signature.valid && (
        <Alert type="error" showIcon className="form-alert" title={t('materials.invalidHint')} />
      )}
      <p>
        <StateText tone={signature.valid ? 'good' : 'bad'}>
          {t(signature.valid ? 'materials.signatureValid' : 'materials.signatureInvalid')}
        </StateText>
        <span className="second">
          {t('materials.signedBy', { terminal: row.terminalId, alg: signature.alg })}
        </span>
        <span className="second">{dateTime(row.atMs)}</span>
      </p>
      <p>
        <StateText tone={tone}>{t(words)}</StateText>
        {row.reason !== null && <span className="second">{known('error', row.reason)}</span>}
      </p>
      {story.virusScan !== null && (
        <p>
          <StateText tone={SCAN_TONE[story.virusScan]}>{t(`materials.scan.${story.virusScan}`)}</StateText>
        </p>
      )}
      {story.suspicious.length > 0 && (
        <p>
          <StateText tone="warn">{t('materials.suspicious')}</StateText>
          <span className="second mono">{story.suspicious.join(' ')}</span>
        </p>
      )}
      <dl className="proof-list">
        <dt>SHA-256</dt>
        <dd>{document.sha256}</dd>
        <dt>SM3</dt>
        <dd>{document.sm3}</dd>
        <dt>{t('materials.publicKey')}</dt>
        <dd>{signature.publicKey}</dd>
      </dl>
    </>
  );
}

function Origin({ story }: { story: MaterialStory }) {
  const { t } = useConsoleTexts();
  const { row, flow } = story;
  return (
    <>
      <h2>{t('materials.origin')}</h2>
      <dl className="facts">
        <dt>{t('materials.made')}</dt>
        <dd>
          <span className="mono">{row.terminalId}</span> <span className="faint mono">{story.app}</span>
        </dd>
        <dt>{t('materials.kept')}</dt>
        <dd>{dateTime(row.atMs)}</dd>
        <dt>{t('materials.received')}</dt>
        <dd>{dateTime(row.receivedMs)}</dd>
        <dt>{t('materials.operator')}</dt>
        <dd>{story.operator ?? t('materials.alone')}</dd>
        <dt>{t('materials.flow')}</dt>
        <dd>{flow === null ? '–' : `${flow.id} ${flow.version}`}</dd>
        <dt>{t('materials.reuse')}</dt>
        <dd>{t(story.reuse ? 'materials.reuseYes' : 'materials.reuseNo')}</dd>
      </dl>
    </>
  );
}

function Pages({ story }: { story: MaterialStory }) {
  const { t } = useConsoleTexts();
  return (
    <>
      <h2>{t('materials.pageList')}</h2>
      <ol className="page-facts">
        {story.pages.map((page) => (
          <li key={page.no}>
            <span className="page-no">{page.no}</span>
            <PageFacts page={page} />
          </li>
        ))}
      </ol>
    </>
  );
}

function PageFacts({ page }: { page: MaterialPage }) {
  const { t } = useConsoleTexts();
  const words = page.warnings.map((w) => (isKnown(w) ? t(`materials.warning.${w}`) : w));
  return (
    <span>
      <time dateTime={new Date(page.at).toISOString()} title={dateTime(page.at)}>
        {dateTime(page.at).slice(0, 10)} {clockTime(page.at).slice(0, 8)}
      </time>
      <span className="second">
        {t(`materials.source.${page.source}`)}
        {page.device !== null && ` ${page.device}`} · {page.dpi === null ? '–' : `${page.dpi} dpi`} ·{' '}
        {page.widthPx}×{page.heightPx}
      </span>
      {words.length > 0 && <StateText tone="warn">{words.join(' · ')}</StateText>}
    </span>
  );
}
