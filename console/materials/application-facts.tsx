import type { Application } from '../../contracts/hub/materials-api.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';

export function ApplicationFacts({ application }: { application: Application }) {
  const { t, locale } = useConsoleTexts();
  const { hold, keptUntilMs } = application;
  return (
    <dl className="application-facts">
      <div>
        <dt>{t('materials.column.application')}</dt>
        <dd>
          {application.caseNo === null ? (
            t('materials.noCase')
          ) : (
            <span className="mono">{application.caseNo}</span>
          )}
          <span className="second mono">{application.id}</span>
        </dd>
      </div>
      <div>
        <dt>{t('materials.made')}</dt>
        <dd>
          <span className="mono">{application.terminalId}</span>
          <span className="second">{inLocale(application.windowName, locale)}</span>
        </dd>
      </div>
      <div>
        <dt>{t('materials.received')}</dt>
        <dd>
          {dateTime(application.lastMs)}
          <span className="second">
            {hold === null &&
              (keptUntilMs === null
                ? t('materials.keptForever')
                : t('materials.keptUntil', { date: dateTime(keptUntilMs).slice(0, 10) }))}
          </span>
        </dd>
      </div>
      {hold !== null && (
        <div className="application-hold">
          <dt>{t('materials.hold')}</dt>
          <dd>
            {hold.reason ?? '–'}
            <span className="second">
              {t('materials.heldBy', { by: hold.by, time: dateTime(hold.atMs).slice(0, 16) })}
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}
