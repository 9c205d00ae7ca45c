import { useCallback, useEffect, useState } from 'react';
import type { FoundPort } from '../../contracts/maintenance.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { PATIENCE } from './calls.ts';
import { useMaintenance } from './context.ts';
import { declarationText, type Use, usesOf } from './declaration.ts';
import { Heading } from './heading.tsx';
import { useAsking } from './hooks.ts';
import { Shape } from './state-mark.tsx';

interface PortsPageProps {
  /** Ids of the declared devices. */
  taken: readonly string[];
  onBack: () => void;
}

/** What is connected to the terminal, and how each is declared. */
export function PortsPage({ taken, onBack }: PortsPageProps) {
  const { session, texts, live } = useMaintenance();
  const { t } = texts;
  const { busy, reply, ask } = useAsking<FoundPort[]>();
  const search = useCallback(
    () => void ask(() => session.call(PATIENCE.discover, (to, sessionId) => to.discover({ sessionId }))),
    [ask, session],
  );
  useEffect(search, [search]);
  return (
    <>
      <div className="m-bar">
        <Button icon="back" onPress={onBack}>
          {t('action.back')}
        </Button>
        <Heading>{t('ports.title')}</Heading>
        <div className="m-bar__keys">
          <Button icon="scan" onPress={search} disabled={busy || !live}>
            {t('ports.again')}
          </Button>
        </div>
      </div>
      <p className="m-hint">{t('ports.hint')}</p>
      <div role="status">
        {busy && (
          <p className="m-outcome m-outcome--busy">
            <Icon name="clock" />
            <span>
              {t('ports.searching')}{' '}
              <span className="m-outcome__most">{t('busy.most', { n: PATIENCE.discover / 1_000 })}</span>
            </span>
          </p>
        )}
        {reply?.ok === false && (
          <p className="m-outcome">
            <Shape state="fault" />
            <span>{t('ports.refused', { why: texts.staff(reply.code) })}</span>
          </p>
        )}
        {reply?.ok === true && (
          <p className="m-none">
            {reply.value.length === 0 ? t('ports.none') : t('ports.count', { n: reply.value.length })}
          </p>
        )}
      </div>
      {reply?.ok === true && (
        <ul className="m-ports">
          {reply.value.map((found) => (
            <li key={JSON.stringify(found.port)}>
              <Port found={found} taken={taken} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Port({ found, taken }: { found: FoundPort; taken: readonly string[] }) {
  const { t } = useMaintenance().texts;
  const uses = usesOf(found.type);
  const [use, setUse] = useState<Use | null>(null);
  return (
    <section className="m-panel m-port">
      <h3>
        <span className="badge">{t(`ports.type.${found.type}`)}</span>
        <span className="m-port__label">{found.label}</span>
      </h3>
      <p className="quiet">
        {found.usedBy === null ? t('ports.free') : t('ports.usedBy', { id: found.usedBy })}
      </p>
      <fieldset className="m-uses" aria-label={`${t('ports.use')} ${found.label}`}>
        <span className="m-uses__label">{t('ports.use')}</span>
        {uses.map((one) => (
          <button
            key={`${one.class} ${one.driver}`}
            type="button"
            className="button m-use"
            aria-pressed={one === use}
            onClick={() => setUse(one === use ? null : one)}
          >
            {t(`class.${one.class}`)} <code>{one.driver}</code>
          </button>
        ))}
      </fieldset>
      {use !== null && <Declaration text={declarationText(found, use, taken)} />}
    </section>
  );
}

function Declaration({ text }: { text: string }) {
  const { t } = useMaintenance().texts;
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text was not copied yet
  useEffect(() => setCopied('no'), [text]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
  };
  return (
    <figure className="m-declaration">
      <figcaption>{t('ports.declaration')}</figcaption>
      <pre>{text}</pre>
      <div className="m-declaration__keys">
        <Button onPress={() => void copy()}>{t('ports.copy')}</Button>
        <span role="status">
          {copied === 'yes' && t('ports.copied')}
          {copied === 'failed' && t('ports.copyFailed')}
        </span>
      </div>
    </figure>
  );
}
