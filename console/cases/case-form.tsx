import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import type { ApplicationForm, PersonalPart } from '../../contracts/hub/cases-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { failureText } from '../ui/failure.tsx';
import { StateText } from '../ui/state-text.tsx';

/** What the citizen filled in, beside the pages. Numbers, telephones and addresses are masked until they are asked for. */
export function CaseForm({ form }: { form: ApplicationForm }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const { message } = App.useApp();
  // Shown whole only while this stands open; nothing keeps it.
  const whole = useMutation({
    mutationFn: () => client.cases.reveal({ id: form.id }),
    onError: (error) => void message.error(failureText(texts, error)),
    gcTime: 0,
  });
  const shown = whole.data ?? form.personal;
  return (
    <>
      <div className="form-head">
        <h2>{t('cases.applicant')}</h2>
        <Button
          type="link"
          size="small"
          icon={whole.data ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
          title={t('cases.showHint')}
          loading={whole.isPending}
          onClick={() => (whole.data ? whole.reset() : whole.mutate())}
        >
          {t(whole.data ? 'cases.hide' : 'cases.show')}
        </Button>
      </div>
      {form.proof === 'typed' && (
        <Alert type="warning" showIcon className="form-alert" title={t('cases.typedHint')} />
      )}
      <dl className="facts">
        <dt>{t('cases.name')}</dt>
        <dd>{form.name}</dd>
        <dt>{t('cases.number')}</dt>
        <dd className="mono">{shown.idNumber}</dd>
        <dt>{t('cases.phone')}</dt>
        <dd className="mono">{shown.phone ?? '–'}</dd>
        <dt>{t('cases.column.proof')}</dt>
        <dd>
          <StateText tone={form.proof === 'typed' ? 'warn' : 'good'}>
            {t(`cases.proof.${form.proof}`)}
          </StateText>
        </dd>
        {form.enterprise && (
          <>
            <dt>{t('cases.enterprise')}</dt>
            <dd>
              {form.enterprise.name}
              <span className="second mono">{form.enterprise.uscc}</span>
            </dd>
          </>
        )}
        <dt>{t('cases.receipt')}</dt>
        <dd>
          <span className="mono">{form.receiptNo}</span>
          <span className="second">{dateTime(form.atMs)}</span>
        </dd>
      </dl>
      {form.supplements !== null && (
        <p className="form-note">{t('cases.supplementOf', { no: form.supplements })}</p>
      )}
      {form.joint !== null && <p className="form-note">{t('cases.jointOf', { ...form.joint })}</p>}
      <SealFacts seal={form.seal} />
      <Answers answers={shown.answers} />
      <Named form={form} />
      <Delivery delivery={shown.delivery} />
    </>
  );
}

const SIGNED_TONE = { valid: 'good', invalid: 'bad', unknown: 'warn' } as const;
const COVERS_TONE = { same: 'good', other: 'bad', missing: 'warn' } as const;

/** The enterprise's electronic seal (电子印章), and whether it holds. */
function SealFacts({ seal }: Pick<ApplicationForm, 'seal'>) {
  const { t } = useConsoleTexts();
  if (seal === null) return null;
  return (
    <>
      <h2>{t('cases.seal.title')}</h2>
      {seal.state === 'later' ? (
        <p>
          <StateText tone="warn">{t(`cases.seal.later.${seal.way}`)}</StateText>
        </p>
      ) : (
        <>
          <p>
            <StateText tone={SIGNED_TONE[seal.signed]}>{t(`cases.seal.signed.${seal.signed}`)}</StateText>
          </p>
          <p>
            <StateText tone={COVERS_TONE[seal.covers]}>{t(`cases.seal.covers.${seal.covers}`)}</StateText>
          </p>
          {seal.simulated && (
            <p>
              <StateText tone="warn">{t('cases.seal.simulated')}</StateText>
            </p>
          )}
          <dl className="facts">
            <dt>{t('cases.seal.name')}</dt>
            <dd>
              {seal.name}
              <span className="second mono">{seal.uscc}</span>
            </dd>
            <dt>{t('cases.seal.no')}</dt>
            <dd className="mono">{seal.no}</dd>
            <dt>{t('cases.seal.at')}</dt>
            <dd>{dateTime(seal.atMs)}</dd>
          </dl>
        </>
      )}
    </>
  );
}

function Answers({ answers }: Pick<PersonalPart, 'answers'>) {
  const { t } = useConsoleTexts();
  return (
    <>
      <h2>{t('cases.answers')}</h2>
      <dl className="form-answers">
        {answers.map(({ label, shown }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the answers of a form never move, and two may have one label
          <div key={i}>
            <dt>{label}</dt>
            <dd>{shown === '' ? '–' : shown}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What the application names; a document whose row has not come may still be on its way. */
function Named({ form }: { form: ApplicationForm }) {
  const { t } = useConsoleTexts();
  if (form.materials.length === 0) return null;
  return (
    <>
      <h2>{t('cases.named')}</h2>
      <ul className="form-named">
        {form.materials.map((m) => (
          <li key={m.id}>
            {m.title}
            {!m.here && <StateText tone="warn">{t('cases.missing')}</StateText>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Delivery({ delivery }: Pick<PersonalPart, 'delivery'>) {
  const { t } = useConsoleTexts();
  return (
    <>
      <h2>{t('cases.delivery')}</h2>
      {delivery.way === 'window' ? (
        <p>{t('cases.window')}</p>
      ) : (
        <dl className="facts">
          <dt>{t('cases.express')}</dt>
          <dd>{delivery.pickUp ? t('cases.pickUp') : '–'}</dd>
          <dt>{t('cases.recipient')}</dt>
          <dd>
            {delivery.recipient}
            <span className="second mono">{delivery.phone}</span>
          </dd>
          <dt>{t('cases.address')}</dt>
          <dd>
            {delivery.address}
            <span className="second mono">{delivery.postcode}</span>
          </dd>
        </dl>
      )}
    </>
  );
}
