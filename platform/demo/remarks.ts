import type { Level } from '../../contracts/levels.ts';

/** Invented words of citizens, by level. They name nobody. */
export const REMARKS: Readonly<Record<Level, { zh: readonly string[]; en: readonly string[] }>> = {
  5: {
    zh: [
      '办得很快，十几分钟就好了，点赞。',
      '工作人员态度特别好，一次就说清楚了要带什么。',
      '老人来办事有人全程陪着，很暖心。',
      '材料少了一份，当场帮我在线上打印了，不用再跑一趟。',
      '比网上说的时限快了好几天，满意！',
      '第一次来不懂流程，引导员一直带到窗口，谢谢。',
      '周六上午也能办，对上班的人很方便。',
      '讲解耐心，环境也整洁。',
      '以前要跑三个窗口，现在一个窗口就办完了。',
      '手机上先填好了表，到窗口核对一下就行，真省事。',
    ],
    en: ['Quick and friendly, done in ten minutes.', 'They explained every form to me. Thank you!'],
  },
  4: {
    zh: [
      '整体不错，就是等的人有点多。',
      '办理顺利，建议多放几个填单台。',
      '服务好，停车位再多些就更好了。',
      '流程清楚，取号机的字可以再大一点。',
      '比较满意，希望中午也多开一个窗口。',
    ],
    en: ['Good service, a bit of a queue.'],
  },
  3: {
    zh: [
      '能办成，等了四十多分钟。',
      '材料清单上写的和窗口说的有一点不一样，后来解释清楚了。',
      '一般，希望叫号再快一些。',
      '网上预约的时间到了还要再取号，有点不方便。',
      '业务办了，说明可以再详细一点。',
    ],
    en: ['It worked out, but the wait was long.'],
  },
  2: {
    zh: [
      '打电话问的时候没说要带原件，又回家拿了一趟。',
      '同一张证明交了两次，说系统里查不到。',
      '等了一个多小时，中间窗口还停了一会儿。',
      '网上显示可以全程网办，提交以后又让来大厅。',
      '工作人员对这项业务不太熟，问了好几个人。',
      '承诺五个工作日，到第七天还没有结果，也没人通知。',
      '窗口没有样表，自己填错了两次。',
    ],
    en: ['I had to come back because nobody told me about the original document.'],
  },
  1: {
    zh: [
      '跑了三趟，每次说的材料都不一样。',
      '说话很不耐烦，问两句就让自己看墙上的指南。',
      '办事指南上没有的证明也要，说是内部规定。',
      '两个窗口互相推，一上午没办成。',
      '超过承诺时间半个月了，打电话一直没人接。',
      '按样本填的表还是被退回来了，样本本身就是错的。',
    ],
    en: ['Sent from one window to another all morning and still not done.'],
  },
};
