import type { ServiceGuide } from '../../../../contracts/rooms/services.ts';
import { Button } from '../../../design/button.tsx';
import { useSending } from '../../sending.ts';
import { useLoad } from '../use-load.ts';
import { Conditions } from './conditions.tsx';
import { Facts } from './facts.tsx';
import { useOfferedFlow } from './flows.ts';
import { Back, Page, Scroll, Wait } from './frame.tsx';
import { Materials } from './materials.tsx';
import { type Page as At, type GuidePage, SECTIONS, type Section } from './pages.ts';
import { Place } from './place.tsx';
import { Process } from './process.tsx';
import { useTexts } from './texts.ts';

interface GuideProps {
  visitId: string;
  page: GuidePage;
  onPage: (page: At) => void;
  onFlow: (flowId: string) => void;
}

/** The guide of an item (办事指南), a section at a time, and what can be done from here. */
export function Guide({ visitId, page, onPage, onFlow }: GuideProps) {
  const { t, say, error } = useTexts();
  const { refusal, busy, send } = useSending();
  const { code, section } = page;
  const { loaded, again } = useLoad(code, (terminal) => terminal.rooms.services.guide({ visitId, code }));
  const flow = useOfferedFlow(loaded.state === 'ready' ? loaded.value.item.flowId : null);
  const back = () => onPage(page.from);
  const book = async ({ code: wanted, departmentId }: ServiceGuide['item']) => {
    const told = await send((terminal) =>
      terminal.rooms.booking.want({ visitId, item: { code: wanted, departmentId } }),
    );
    if (told?.ok) await send((terminal) => terminal.kiosk.open({ visitId, room: 'booking' }));
  };
  return (
    <Wait loaded={loaded} onAgain={again} onBack={back}>
      {(guide) => {
        const { item } = guide;
        const isOut = flow !== null && flow.missing.length > 0;
        return (
          <Page
            layout="services--full services--guide"
            title={say(item.name)}
            note={flow === null ? t('guide.counter') : isOut ? t('guide.missing') : undefined}
            refusal={refusal === null ? undefined : error(refusal)}
            foot={
              <>
                <Back onPress={back} />
                <Button size="main" onPress={() => onPage({ at: 'take', guide: page })}>
                  {t('guide.take')}
                </Button>
                {item.bookable && (
                  <Button size="main" disabled={busy} onPress={() => void book(item)}>
                    {t('guide.book')}
                  </Button>
                )}
                {flow !== null && (
                  <Button size="main" kind="primary" disabled={isOut} onPress={() => onFlow(flow.id)}>
                    {t('guide.apply')}
                  </Button>
                )}
              </>
            }
          >
            <div className="services__sections" role="tablist">
              {SECTIONS.map((name) => (
                <button
                  key={name}
                  type="button"
                  role="tab"
                  aria-selected={name === section}
                  className="services__section"
                  onClick={() => onPage({ ...page, section: name })}
                >
                  {t(`guide.${name}`)}
                </button>
              ))}
            </div>
            <SectionOf
              guide={guide}
              section={section}
              onSample={(material) => onPage({ at: 'sample', material, guide: page })}
            />
          </Page>
        );
      }}
    </Wait>
  );
}

interface SectionProps {
  guide: ServiceGuide;
  section: Section;
  onSample: (material: number) => void;
}

function SectionOf({ guide, section, onSample }: SectionProps) {
  const { t } = useTexts();
  const { item } = guide;
  switch (section) {
    case 'place':
      return <Place guide={guide} />;
    case 'materials':
      return <Materials materials={item.materials} onSample={onSample} />;
    case 'facts':
    case 'process':
    case 'conditions':
      return (
        <Scroll key={section} label={t(`guide.${section}`)}>
          {section === 'facts' && <Facts guide={guide} />}
          {section === 'process' && <Process steps={item.process} />}
          {section === 'conditions' && <Conditions item={item} />}
        </Scroll>
      );
  }
}
