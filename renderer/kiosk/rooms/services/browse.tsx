import type { ServicesOverview } from '../../../../contracts/rooms/services.ts';
import { useFitting } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import { Back, Choices, Page, Pager, Wait } from './frame.tsx';
import type { Page as At, ListPage } from './pages.ts';
import { Choice, ItemChoice } from './rows.tsx';
import { useTexts } from './texts.ts';

/** Choices on one page, where there is room. */
const MOST = 12;

interface BrowseProps {
  overview: ServicesOverview;
  onPage: (page: At) => void;
}

/** Which department handles it (办理部门). */
export function Departments({ overview, onPage }: BrowseProps) {
  const { t, say } = useTexts();
  return (
    <Page title={t('browse.departments')} foot={<Back onPress={() => onPage({ at: 'entry' })} />}>
      <Choices
        items={overview.departments}
        most={MOST}
        keyOf={(d) => d.id}
        draw={(d) => (
          <Choice
            title={say(d.name)}
            hint={t('browse.items', { n: d.count })}
            onPress={() =>
              onPage({
                at: 'list',
                title: say(d.name),
                filter: { departmentId: d.id },
                from: { at: 'departments' },
              })
            }
          />
        )}
      />
    </Page>
  );
}

/** Themes (主题) of persons or of enterprises, or life events (人生事件). */
export function Topics({ overview, page, onPage }: BrowseProps & { page: Extract<At, { at: 'topics' }> }) {
  const { t, say } = useTexts();
  const { kind, audience } = page;
  const topics = overview.topics.filter(
    (topic) => topic.kind === kind && (audience === null || topic.audiences.includes(audience)),
  );
  const title = {
    theme: audience === 'enterprise' ? t('browse.enterprise') : t('browse.person'),
    lifeEvent: t('browse.lifeEvents'),
  }[kind];
  return (
    <Page title={title} foot={<Back onPress={() => onPage({ at: 'entry' })} />}>
      <Choices
        items={topics}
        most={MOST}
        keyOf={(topic) => topic.id}
        draw={(topic) => (
          <Choice
            title={say(topic.name)}
            onPress={() =>
              onPage({
                at: 'list',
                title: say(topic.name),
                filter: { topicId: topic.id, ...(audience === null ? {} : { audience }) },
                from: page,
              })
            }
          />
        )}
      />
    </Page>
  );
}

interface ListProps {
  visitId: string;
  page: ListPage;
  onPage: (page: At) => void;
}

const ROWS = 8;

/** Items of a department, a theme or a zone, in pages that the service cuts. */
export function ItemList({ visitId, page, onPage }: ListProps) {
  const { t } = useTexts();
  const at = page.page ?? 0;
  const { grid, size } = useFitting(page.size ?? ROWS, ROWS);
  const { filter } = page;
  const offset = at * size;
  const { loaded, again } = useLoad(`${JSON.stringify(filter)} ${offset}`, (terminal) =>
    terminal.rooms.services.list({ visitId, filter, offset }),
  );
  const back = () => onPage(page.from);
  return (
    <Wait loaded={loaded} onAgain={again} onBack={back}>
      {({ total, rows }) => (
        <Page title={page.title} hint={t('browse.items', { n: total })} foot={<Back onPress={back} />}>
          {total === 0 && <p className="services__empty">{t('browse.noItems')}</p>}
          <ul className="services__choices services__choices--items" ref={grid}>
            {rows.slice(0, size).map((row) => (
              <li key={row.code}>
                <ItemChoice
                  row={row}
                  onPress={(code) => onPage({ at: 'guide', code, section: 'facts', from: { ...page, size } })}
                />
              </li>
            ))}
          </ul>
          <Pager
            page={at}
            of={Math.max(1, Math.ceil(total / size))}
            onTurn={(next) => onPage({ ...page, page: next })}
          />
        </Page>
      )}
    </Wait>
  );
}
