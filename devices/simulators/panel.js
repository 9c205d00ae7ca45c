// The developer's panel: buttons name a command of `commands.ts`, the state is asked for twice a second.
const TOKEN = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const REFRESH_MS = 500;
const SHOWN_SLIPS = 12;
const headers = { authorization: `Bearer ${TOKEN}` };

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);
const say = (text) => {
  at('said').textContent = text;
};

/** What a button stands for: its `data-…` say where each field comes from. */
function commandOf({ do: name, from, on, how, after, answers, none }) {
  const command = { do: name };
  if (on !== undefined) command.on = on === 'true';
  if (how !== undefined) command.how = how;
  if (after !== undefined) command.afterBytes = Number(after);
  if (answers !== undefined) command.answers = Number(answers);
  if (none !== undefined) command.reason = null;
  if (from === undefined) return command;
  const { value } = at(from);
  if (from === 'card') return { ...command, card: value };
  if (from === 'damage') return { ...command, how: value };
  if (from === 'sw3') return { ...command, sw3: Number(value) };
  if (from === 'text') return { ...command, text: value };
  if (from === 'pages') return { ...command, pages: Number(value) };
  return { ...command, reason: value };
}

async function send(button) {
  const response = await fetch('/api/do', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(commandOf(button.dataset)),
  });
  const { value, code } = await response.json();
  if (!response.ok) say(`没有做成：${code}`);
  else if (value === false) say('扫码器没有亮，没有读到。The scanner is not lit.');
  else say(`${button.textContent.trim()} ✓`);
  await refresh();
}

async function picture(path) {
  const response = await fetch(path, { headers });
  return URL.createObjectURL(await response.blob());
}

let shownSlips = '';
async function showSlips(slips) {
  const key = JSON.stringify(slips);
  if (key === shownSlips) return;
  shownSlips = key;
  const newest = slips
    .map((lines, n) => ({ lines, n }))
    .slice(-SHOWN_SLIPS)
    .toReversed();
  const pictures = await Promise.all(
    newest.map(async ({ lines, n }) => {
      const image = new Image();
      image.alt = lines.join(' / ');
      image.src = await picture(`/api/slips/${n}.png`);
      return image;
    }),
  );
  for (const image of at('slips').querySelectorAll('img')) URL.revokeObjectURL(image.src);
  at('slips').replaceChildren(...pictures);
}

let shownDocuments = -1;
async function showDocuments(count) {
  if (count === shownDocuments) return;
  shownDocuments = count;
  const links = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const link = document.createElement('a');
      link.href = await picture(`/api/documents/${n}.pdf`);
      link.download = `${n + 1}.pdf`;
      link.textContent = `文档 ${n + 1}`;
      return [link, ' '];
    }),
  );
  at('documentLinks').replaceChildren(...links.flat());
}

function status(id, isPlugged, text) {
  const line = at(id).querySelector('.status');
  line.textContent = isPlugged ? text : `已拔出 Unplugged · ${text}`;
  line.classList.toggle('out', !isPlugged);
}

async function refresh() {
  const response = await fetch('/api/state', { headers });
  if (response.status === 401) {
    say('地址里没有令牌：请用启动时打印的地址打开。Open the address that was printed at start.');
    return;
  }
  const { idCard, code, documents, receipts, printing, cards } = await response.json();
  for (const [id, part] of Object.entries({ idCard, code, documents, receipts, printing }))
    at(id).hidden = part === undefined;
  if (at('card').options.length === 0)
    at('card').replaceChildren(...cards.map(({ id, label }) => new Option(`${label} ${id}`, id)));
  if (idCard) status('idCard', idCard.plugged, `卡：${idCard.card ?? '无'} · 收到命令 ${idCard.asked}`);
  if (code) status('code', code.plugged, code.lit ? '灯亮，等码 Lit' : '灯灭 Dark');
  if (documents)
    status('documents', documents.plugged, `任务 ${documents.jobs} · 已扫 ${documents.pages} 页`);
  if (receipts) {
    const half = receipts.unfinished.length;
    status(
      'receipts',
      receipts.plugged,
      `已出纸条 ${receipts.slips.length}${half > 0 ? ` · 半张 ${half} 行` : ''}`,
    );
    await showSlips(receipts.slips);
  }
  if (printing) {
    status('printing', true, `已打印 ${printing.printed}`);
    await showDocuments(printing.printed);
  }
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-do]') : null;
  if (button) void send(button).catch((error) => say(`没有做成：${error}`));
});

async function follow() {
  for (;;) {
    await refresh().catch(() => say('模拟器没有应答。The simulators do not answer.'));
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}
void follow();
