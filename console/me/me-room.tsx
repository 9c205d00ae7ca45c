import { App, Segmented } from 'antd';
import type { Locale } from '../../contracts/primitives.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { Room } from '../ui/room.tsx';
import { useSpan } from '../ui/use-span.ts';
import { PasswordForm } from './password-form.tsx';

export function MeRoom() {
  const { t, locale, setLocale } = useConsoleTexts();
  const { me } = useMe();
  const { message } = App.useApp();
  const span = useSpan();
  return (
    <Room title={t('room.me')}>
      <div className="me">
        <section>
          <h2 className="me-title">{t('me.account')}</h2>
          <dl className="facts">
            <dt>{t('me.login')}</dt>
            <dd>{me.login}</dd>
            <dt>{t('me.name')}</dt>
            <dd>{me.name}</dd>
            <dt>{t('me.role')}</dt>
            <dd>
              {t(`role.${me.role}`)}
              <span className="faint">{t(`roleHint.${me.role}`)}</span>
            </dd>
            <dt>{t('me.idle')}</dt>
            <dd>{span(me.idleMs)}</dd>
          </dl>
          <h2 id="language" className="me-title">
            {t('me.language')}
          </h2>
          <Segmented<Locale>
            aria-labelledby="language"
            value={locale}
            onChange={setLocale}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </section>
        <section>
          <h2 className="me-title">{t('password.title')}</h2>
          <PasswordForm onDone={() => void message.success(t('password.done'))} />
        </section>
      </div>
    </Room>
  );
}
