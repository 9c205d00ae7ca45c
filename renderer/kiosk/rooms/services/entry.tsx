import type { ServicesOverview } from '../../../../contracts/rooms/services.ts';
import { Icon, type IconName } from '../../../design/icon.tsx';
import { Back, Choices, Page } from './frame.tsx';
import type { Page as At } from './pages.ts';
import { useTexts } from './texts.ts';

interface EntryProps {
  overview: ServicesOverview;
  online: boolean;
  onPage: (page: At) => void;
  onHome: () => void;
}

/** The ways to a service. One that leads nowhere is not shown. */
export function Entry({ overview, online, onPage, onHome }: EntryProps) {
  const { t, moment } = useTexts();
  const { departments, topics, zones, floors } = overview;
  const themes = (audience: 'person' | 'enterprise') =>
    topics.filter((topic) => topic.kind === 'theme' && topic.audiences.includes(audience)).length;
  const zone = (id: 'province' | 'nation') => zones.find((z) => z.id === id)?.count ?? 0;
  const ways: { icon: IconName; title: string; hint: string; to: At; isThere: boolean }[] = [
    {
      icon: 'person',
      title: t('entry.person'),
      hint: t('entry.topicHint', { n: themes('person') }),
      to: { at: 'topics', kind: 'theme', audience: 'person' },
      isThere: themes('person') > 0,
    },
    {
      icon: 'home',
      title: t('entry.enterprise'),
      hint: t('entry.topicHint', { n: themes('enterprise') }),
      to: { at: 'topics', kind: 'theme', audience: 'enterprise' },
      isThere: themes('enterprise') > 0,
    },
    {
      icon: 'sheet',
      title: t('entry.department'),
      hint: t('entry.departmentHint', { n: departments.length }),
      to: { at: 'departments' },
      isThere: departments.length > 0,
    },
    {
      icon: 'calendar',
      title: t('entry.lifeEvent'),
      hint: t('entry.lifeEventHint'),
      to: { at: 'topics', kind: 'lifeEvent', audience: null },
      isThere: topics.some((topic) => topic.kind === 'lifeEvent'),
    },
    {
      icon: 'elsewhere',
      title: t('entry.province'),
      hint: t('entry.zoneHint', { n: zone('province') }),
      to: { at: 'list', title: t('entry.province'), filter: { zone: 'province' }, from: { at: 'entry' } },
      isThere: zone('province') > 0,
    },
    {
      icon: 'link',
      title: t('entry.nation'),
      hint: t('entry.zoneHint', { n: zone('nation') }),
      to: { at: 'list', title: t('entry.nation'), filter: { zone: 'nation' }, from: { at: 'entry' } },
      isThere: zone('nation') > 0,
    },
    {
      icon: 'path',
      title: t('entry.map'),
      hint: t('entry.mapHint'),
      to: { at: 'map' },
      isThere: floors.length > 0,
    },
  ];
  return (
    <Page
      layout="services--full"
      title={t('entry.title')}
      hint={online ? t('entry.count', { n: overview.count }) : undefined}
      note={online ? undefined : t('entry.offline', { day: moment(overview.asOfMs) })}
      foot={<Back home onPress={onHome} />}
    >
      <button
        type="button"
        className="services__search"
        onClick={() => onPage({ at: 'search', text: '', writing: true })}
      >
        <Icon name="search" />
        <strong>{t('entry.search')}</strong>
        <span className="quiet">{t('entry.searchHint')}</span>
      </button>
      <Choices
        items={ways.filter((way) => way.isThere)}
        most={8}
        layout="services__ways"
        keyOf={(way) => way.title}
        draw={(way) => (
          <button type="button" className="tile services__way" onClick={() => onPage(way.to)}>
            <Icon name={way.icon} />
            <strong>{way.title}</strong>
            <span className="quiet">{way.hint}</span>
          </button>
        )}
      />
    </Page>
  );
}
