import type { Floor } from '../../../../contracts/catalogue.ts';
import { linesOf } from './plan-label.ts';
import { useTexts } from './texts.ts';

interface FloorPlanProps {
  floor: Floor;
  /** Windows that are pointed out, by their number. */
  windows: readonly string[];
  /** Of this machine. */
  terminalId: string;
}

/** Decimetres on the plan. */
const AREA_TEXT = 13;
const WINDOW_TEXT = 15;
const MARK_TEXT = 13;
const LINE = 1.15;
const SIZE = 7;

/** A floor of the hall (大厅平面图), drawn from data; the windows that matter stand out in colour and by a ring. */
export function FloorPlan({ floor, windows, terminalId }: FloorPlanProps) {
  const { t, say } = useTexts();
  const wanted = floor.windows.filter((w) => windows.includes(w.no));
  const label = [
    t('place.floor', { floor: say(floor.name) }),
    ...wanted.map((w) => t('place.window', { no: w.no })),
  ].join(' · ');
  return (
    <svg
      className="plan"
      viewBox={`-2 -2 ${floor.width + 4} ${floor.height + 4}`}
      role="img"
      aria-label={label}
    >
      <rect className="plan__floor" width={floor.width} height={floor.height} rx={4} />
      {floor.areas.map((area) => (
        <g key={area.id}>
          <rect className="plan__area" x={area.x} y={area.y} width={area.width} height={area.height} rx={2} />
          {linesOf(say(area.name), area.width / AREA_TEXT).map((line, i, lines) => (
            <text
              key={line}
              className="plan__name"
              fontSize={AREA_TEXT}
              x={area.x + area.width / 2}
              y={area.y + area.height - 6 - (lines.length - 1 - i) * AREA_TEXT * LINE}
            >
              {line}
            </text>
          ))}
        </g>
      ))}
      {floor.windows.map((w) => (
        <g key={w.no} className="plan__window" data-wanted={windows.includes(w.no) || undefined}>
          <rect x={w.x} y={w.y} width={w.width} height={w.height} rx={2} />
          <text fontSize={WINDOW_TEXT} x={w.x + w.width / 2} y={w.y + w.height / 2 + WINDOW_TEXT * 0.36}>
            {w.no}
          </text>
        </g>
      ))}
      {wanted.map((w) => (
        <ellipse
          key={w.no}
          className="plan__ring"
          cx={w.x + w.width / 2}
          cy={w.y + w.height / 2}
          rx={w.width * 0.72}
          ry={w.height * 0.9}
        />
      ))}
      {floor.marks.map((mark) => {
        const isHere = mark.terminalId === terminalId;
        return (
          <g key={`${mark.kind} ${mark.x} ${mark.y}`} className="plan__mark" data-here={isHere || undefined}>
            {isHere ? (
              <path d={`M${mark.x} ${mark.y}l${-SIZE} ${-SIZE * 1.6}a${SIZE} ${SIZE} 0 1 1 ${2 * SIZE} 0z`} />
            ) : (
              <circle cx={mark.x} cy={mark.y} r={3.5} />
            )}
            <text fontSize={MARK_TEXT} x={mark.x} y={mark.y + MARK_TEXT * 1.5}>
              {t(isHere ? 'place.here' : `place.${mark.kind}`)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
