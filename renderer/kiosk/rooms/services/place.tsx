import { useState } from 'react';
import type { Floor } from '../../../../contracts/catalogue.ts';
import type { ServiceGuide, ServicesOverview } from '../../../../contracts/rooms/services.ts';
import { FloorPlan } from './floor-plan.tsx';
import { Back, Page } from './frame.tsx';
import { useTexts } from './texts.ts';

/** Where in the hall: in words, and on the plan. */
export function Place({ guide: { item, floors, terminalId } }: { guide: ServiceGuide }) {
  const { t, say } = useTexts();
  const places = floors.flatMap((floor) =>
    floor.windows
      .filter((w) => item.windows.includes(w.no))
      .map((w) => {
        const area = floor.areas.find((a) => a.id === w.areaId);
        return t('place.at', {
          floor: say(floor.name),
          area: area === undefined ? '' : say(area.name),
          no: w.no,
        });
      }),
  );
  const words = item.windows.map((no) => t('place.window', { no }));
  return (
    <div className="services__place">
      {item.windows.length === 0 ? (
        <p className="services__empty">{t('place.elsewhere')}</p>
      ) : (
        <ul className="services__where">
          {(places.length > 0 ? places : words).map((place) => (
            <li key={place}>{place}</li>
          ))}
        </ul>
      )}
      {item.windows.length > 0 && floors.length === 0 && <p className="quiet">{t('place.noMap')}</p>}
      <Floors floors={floors} windows={item.windows} terminalId={terminalId} />
    </div>
  );
}

interface FloorsProps {
  floors: readonly Floor[];
  windows: readonly string[];
  terminalId: string;
}

/** A floor at a time. */
function Floors({ floors, windows, terminalId }: FloorsProps) {
  const { say } = useTexts();
  const [shown, setShown] = useState(floors[0]?.id);
  const floor = floors.find((f) => f.id === shown) ?? floors[0];
  if (floor === undefined) return null;
  return (
    <div className="services__floors">
      {floors.length > 1 && (
        <div className="services__sections" role="tablist">
          {floors.map((f) => (
            <button
              key={f.id}
              type="button"
              role="tab"
              aria-selected={f.id === floor.id}
              className="services__section"
              onClick={() => setShown(f.id)}
            >
              {say(f.name)}
            </button>
          ))}
        </div>
      )}
      <FloorPlan floor={floor} windows={windows} terminalId={terminalId} />
    </div>
  );
}

/** The map of the whole hall (大厅地图). */
export function HallMap({ overview, onBack }: { overview: ServicesOverview; onBack: () => void }) {
  const { t } = useTexts();
  return (
    <Page layout="services--full" title={t('map.title')} foot={<Back onPress={onBack} />}>
      <div className="services__place">
        <Floors floors={overview.floors} windows={[]} terminalId={overview.terminalId} />
      </div>
    </Page>
  );
}
