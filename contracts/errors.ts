/**
 * The one table of expected failures. A code is stable for ever and crosses every boundary.
 * Texts are data: `assets/locales/<locale>/errors.json` holds, under each code, `citizen` (what happened, what is
 * kept, what to do next) and `staff` (what to do about it). `errors.test.ts` holds both languages to this table.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
interface ErrorSpec {
  /** HTTP status where the code crosses HTTP. */
  http: number;
  level: LogLevel;
}

const table = {
  // any boundary
  'input.invalid': { http: 400, level: 'warn' },
  'input.tooLarge': { http: 413, level: 'warn' },
  'not.found': { http: 404, level: 'info' },
  internal: { http: 500, level: 'error' },
  busy: { http: 503, level: 'warn' },
  'rate.limited': { http: 429, level: 'warn' },

  // who is asking
  'auth.required': { http: 401, level: 'info' },
  'auth.failed': { http: 401, level: 'warn' },
  'auth.locked': { http: 423, level: 'warn' },
  'auth.forbidden': { http: 403, level: 'warn' },
  'auth.csrf': { http: 403, level: 'warn' },
  'terminal.unknown': { http: 401, level: 'warn' },
  'terminal.revoked': { http: 403, level: 'warn' },
  'terminal.enrolment': { http: 403, level: 'warn' },

  // a rating at the pad
  'case.unknown': { http: 404, level: 'info' },
  'case.alreadyRated': { http: 409, level: 'info' },
  'receipt.unreadable': { http: 400, level: 'info' },
  'receipt.forged': { http: 400, level: 'warn' },
  'request.notFound': { http: 404, level: 'info' },
  'request.expired': { http: 410, level: 'info' },
  'request.cancelled': { http: 410, level: 'info' },
  'request.closed': { http: 409, level: 'info' },
  'request.otherWindow': { http: 409, level: 'warn' },
  'request.windowBusy': { http: 409, level: 'info' },
  'window.noPad': { http: 409, level: 'warn' },
  'session.over': { http: 410, level: 'info' },
  'undo.late': { http: 409, level: 'info' },
  'rating.badLevel': { http: 400, level: 'warn' },
  'rating.badTag': { http: 400, level: 'warn' },
  'rating.textTooLong': { http: 400, level: 'info' },

  // the terminal's store
  'store.full': { http: 507, level: 'error' },
  'store.fault': { http: 500, level: 'error' },
  'store.future': { http: 500, level: 'error' },
  'store.locked': { http: 500, level: 'error' },
  'store.corrupt': { http: 500, level: 'error' },

  // terminal and hub
  'hub.unreachable': { http: 502, level: 'info' },
  'hub.notOurs': { http: 502, level: 'warn' },
  'ingest.badBody': { http: 422, level: 'warn' },
  'ingest.badHash': { http: 422, level: 'warn' },
  'ingest.unknownKind': { http: 422, level: 'warn' },
  'ingest.conflict': { http: 409, level: 'error' },

  // staff
  'user.exists': { http: 409, level: 'info' },
  'password.weak': { http: 400, level: 'info' },
  'pin.wrong': { http: 403, level: 'warn' },
  'pin.locked': { http: 423, level: 'warn' },
  'badge.wrong': { http: 403, level: 'warn' },
  'badge.none': { http: 408, level: 'info' },

  // peripherals: any device
  'device.missing': { http: 503, level: 'warn' },
  'device.portBusy': { http: 503, level: 'error' },
  'device.unplugged': { http: 503, level: 'warn' },
  'device.timeout': { http: 504, level: 'warn' },
  'device.garbled': { http: 502, level: 'warn' },
  'device.off': { http: 503, level: 'info' },
  'device.busy': { http: 409, level: 'info' },
  'device.fault': { http: 500, level: 'error' },
  'device.stopped': { http: 503, level: 'info' },
  'device.unsupported': { http: 400, level: 'info' },
  'speech.missing': { http: 503, level: 'info' },
  'speech.failed': { http: 502, level: 'warn' },

  // resident ID card reader
  'idCard.noAnswer': { http: 504, level: 'warn' },
  'idCard.frameChecksum': { http: 502, level: 'warn' },
  'idCard.noisyLine': { http: 502, level: 'warn' },
  'idCard.commandChecksum': { http: 502, level: 'warn' },
  'idCard.commandLength': { http: 502, level: 'warn' },
  'idCard.commandWrong': { http: 502, level: 'error' },
  'idCard.commandDenied': { http: 502, level: 'error' },
  'idCard.unknownFault': { http: 502, level: 'warn' },
  'idCard.cardAuth': { http: 502, level: 'info' },
  'idCard.samAuth': { http: 502, level: 'info' },
  'idCard.infoCheck': { http: 502, level: 'info' },
  'idCard.fingerprint': { http: 502, level: 'info' },
  'idCard.infoLength': { http: 502, level: 'info' },
  'idCard.cardType': { http: 400, level: 'info' },
  'idCard.readFailed': { http: 502, level: 'info' },
  'idCard.random': { http: 502, level: 'warn' },
  'idCard.samSelfTest': { http: 503, level: 'error' },
  'idCard.unauthorised': { http: 503, level: 'error' },
  'idCard.findFailed': { http: 404, level: 'info' },
  'idCard.selectFailed': { http: 502, level: 'info' },
  'idCard.nothing': { http: 404, level: 'info' },
  'idCard.removedTooSoon': { http: 502, level: 'info' },
  'idCard.leftover': { http: 409, level: 'info' },
  'idCard.expired': { http: 400, level: 'info' },
  'idCard.notYetValid': { http: 400, level: 'info' },
  'idCard.checkDigit': { http: 422, level: 'warn' },
  'idCard.mismatch': { http: 422, level: 'warn' },
  'idCard.unreadable': { http: 422, level: 'warn' },
  'idCard.unknownKind': { http: 422, level: 'warn' },
  'idCard.changed': { http: 422, level: 'warn' },

  // code scanners
  'code.tooLong': { http: 413, level: 'warn' },
  'code.incomplete': { http: 502, level: 'warn' },
  'code.refused': { http: 502, level: 'warn' },

  // document scanners
  'scan.paperJam': { http: 503, level: 'warn' },
  'scan.misfeed': { http: 503, level: 'info' },
  'scan.multiFeed': { http: 503, level: 'warn' },
  'scan.coverOpen': { http: 503, level: 'warn' },
  'scan.wrongPaper': { http: 400, level: 'info' },
  'scan.overloaded': { http: 503, level: 'info' },
  'scan.feederEmpty': { http: 409, level: 'info' },
  'scan.busy': { http: 503, level: 'info' },
  'scan.cancelled': { http: 410, level: 'info' },
  'scan.aborted': { http: 502, level: 'warn' },
  'scan.unsupported': { http: 400, level: 'info' },
  'scan.lost': { http: 503, level: 'warn' },
  'scan.pageTooLarge': { http: 413, level: 'warn' },
  'scan.badImage': { http: 502, level: 'warn' },
  'scan.toolMissing': { http: 503, level: 'error' },

  // printers
  'print.paperOut': { http: 503, level: 'warn' },
  'print.paperLow': { http: 503, level: 'info' },
  'print.coverOpen': { http: 503, level: 'warn' },
  'print.cutter': { http: 503, level: 'error' },
  'print.paperJam': { http: 503, level: 'warn' },
  'print.trayFull': { http: 503, level: 'warn' },
  'print.inkOut': { http: 503, level: 'warn' },
  'print.inkLow': { http: 503, level: 'info' },
  'print.overheated': { http: 503, level: 'warn' },
  'print.offline': { http: 503, level: 'warn' },
  'print.noStatus': { http: 503, level: 'info' },
  'print.queueStopped': { http: 503, level: 'warn' },
  'print.queueUnknown': { http: 404, level: 'error' },
  'print.serviceDown': { http: 503, level: 'error' },
  'print.refused': { http: 403, level: 'error' },
  'print.jobFailed': { http: 500, level: 'error' },
  'print.cancelled': { http: 410, level: 'info' },
  'print.tooLarge': { http: 413, level: 'warn' },
  'print.spoolFull': { http: 507, level: 'error' },
  'print.notWiped': { http: 500, level: 'error' },

  // a guided flow at a kiosk
  'flow.invalid': { http: 500, level: 'error' },
  'flow.unavailable': { http: 409, level: 'info' },
  'idCard.typed': { http: 400, level: 'info' },
  'visit.otherPerson': { http: 409, level: 'info' },
  'page.full': { http: 409, level: 'info' },
  'page.bad': { http: 400, level: 'info' },
  'video.bad': { http: 422, level: 'info' },
  'page.pdfAlone': { http: 409, level: 'info' },
  'usb.missing': { http: 409, level: 'info' },

  // the personal centre
  'petition.notYours': { http: 403, level: 'error' },
  'petition.idTaken': { http: 409, level: 'warn' },
  'petition.notNow': { http: 409, level: 'info' },
  'citizen.tooManyAddresses': { http: 409, level: 'info' },
  'citizen.addressFaulty': { http: 422, level: 'info' },
  // papers from a phone
  'phone.notOffered': { http: 409, level: 'info' },
  'phone.over': { http: 410, level: 'info' },
  'phone.full': { http: 409, level: 'info' },

  // the document camera and the pages made of its pictures
  'camera.missing': { http: 503, level: 'warn' },
  'camera.denied': { http: 403, level: 'error' },
  'camera.inUse': { http: 503, level: 'warn' },
  'camera.unplugged': { http: 503, level: 'warn' },
  'camera.noPage': { http: 422, level: 'info' },
  'camera.badPicture': { http: 422, level: 'warn' },
  'camera.processing': { http: 500, level: 'error' },

  // bytes of materials on their way into the hub
  'blob.empty': { http: 422, level: 'warn' },
  'blob.badHash': { http: 422, level: 'warn' },
  'blob.badLength': { http: 422, level: 'warn' },
  'blob.badType': { http: 422, level: 'warn' },
  'blob.badMetadata': { http: 422, level: 'warn' },
  'blob.tooManyPixels': { http: 422, level: 'warn' },
  'blob.infected': { http: 422, level: 'error' },
  'blob.notStaged': { http: 404, level: 'info' },
  'blob.incomplete': { http: 409, level: 'info' },
  'blob.uploadUnknown': { http: 404, level: 'info' },
  'blob.uploadExpired': { http: 410, level: 'info' },
  'blob.uploadBusy': { http: 423, level: 'info' },
  'blob.quota': { http: 429, level: 'warn' },
  'blob.noSpace': { http: 507, level: 'error' },
  'blob.lost': { http: 500, level: 'error' },

  // pages that become a document at the terminal
  'material.unreadable': { http: 422, level: 'info' },
  'material.badFile': { http: 422, level: 'info' },
  'material.locked': { http: 422, level: 'info' },
  'material.active': { http: 422, level: 'warn' },
  'material.empty': { http: 422, level: 'info' },
  'material.tooLarge': { http: 413, level: 'info' },
  'material.tooManyPages': { http: 413, level: 'info' },
  'material.tooManyPixels': { http: 413, level: 'warn' },
  'material.lowResolution': { http: 422, level: 'info' },

  // rows of materials at the hub, and looking at them
  'material.notYours': { http: 403, level: 'error' },
  'material.badSignature': { http: 422, level: 'error' },
  'material.unknownAlgorithm': { http: 422, level: 'warn' },
  'material.idTaken': { http: 409, level: 'error' },
  'material.badSm3': { http: 422, level: 'error' },
  'material.notWhole': { http: 409, level: 'info' },
  'material.ticketOver': { http: 410, level: 'info' },

  // signing in at a kiosk by the code on a phone, or by SMS
  'signIn.notOffered': { http: 409, level: 'info' },
  'signIn.codeForged': { http: 422, level: 'warn' },
  'signIn.codeExpired': { http: 410, level: 'info' },
  'signIn.refused': { http: 403, level: 'info' },
  'signIn.unavailable': { http: 502, level: 'warn' },
  'sms.badPhone': { http: 400, level: 'info' },
  'sms.tooSoon': { http: 429, level: 'info' },
  'sms.tooMany': { http: 429, level: 'warn' },
  'sms.refused': { http: 422, level: 'info' },
  'sms.unavailable': { http: 502, level: 'warn' },
  'sms.wrong': { http: 422, level: 'info' },
  'sms.spent': { http: 429, level: 'warn' },
  'sms.expired': { http: 410, level: 'info' },

  // applications of kiosks at the hub, and the cases made of them
  'apply.notYours': { http: 403, level: 'error' },
  'apply.idTaken': { http: 409, level: 'error' },
  'apply.noIdentity': { http: 422, level: 'info' },
  'apply.pageMissing': { http: 409, level: 'warn' },
  'apply.receiptTaken': { http: 409, level: 'error' },
  'apply.draftSubmitted': { http: 409, level: 'info' },
  'apply.draftGone': { http: 410, level: 'info' },
  'case.notNow': { http: 409, level: 'info' },
  'case.badNo': { http: 400, level: 'info' },

  // bookings and on-site tickets
  'booking.full': { http: 409, level: 'info' },
  'booking.closed': { http: 409, level: 'info' },
  'booking.late': { http: 409, level: 'info' },
  'booking.tooMany': { http: 409, level: 'info' },
  'booking.sameTime': { http: 409, level: 'info' },
  'booking.unknownMatter': { http: 404, level: 'warn' },
  'booking.notNow': { http: 409, level: 'info' },
  'booking.notYours': { http: 403, level: 'error' },
  'booking.idTaken': { http: 409, level: 'error' },
  'booking.noRules': { http: 503, level: 'warn' },
  'ticket.closed': { http: 409, level: 'info' },
  'ticket.unknownQueue': { http: 404, level: 'warn' },
  'ticket.numberTaken': { http: 409, level: 'error' },

  // electronic certificates and proofs, from the library above
  'certificate.off': { http: 503, level: 'info' },
  'certificate.libraryAway': { http: 502, level: 'warn' },
  'certificate.refused': { http: 403, level: 'warn' },
  'certificate.badFile': { http: 502, level: 'warn' },
  'certificate.notNow': { http: 409, level: 'info' },
  'certificate.dayLimit': { http: 409, level: 'info' },
  'certificate.yearLimit': { http: 409, level: 'info' },
  'certificate.printTaken': { http: 409, level: 'warn' },
  // the enterprise register above
  'enterprise.off': { http: 503, level: 'info' },
  'enterprise.registerAway': { http: 502, level: 'warn' },
  'enterprise.unknown': { http: 404, level: 'info' },
  'enterprise.ended': { http: 409, level: 'info' },
  // electronic seals of enterprises, from the platform above
  'seal.off': { http: 503, level: 'info' },
  'seal.platformAway': { http: 502, level: 'warn' },
  'seal.none': { http: 404, level: 'info' },
  'seal.suspended': { http: 403, level: 'info' },
  'seal.tooSoon': { http: 429, level: 'info' },
  'seal.wrongCode': { http: 422, level: 'info' },
  'seal.expired': { http: 410, level: 'info' },
  'seal.changed': { http: 409, level: 'warn' },
  // the catalogue of service items
  'catalogue.none': { http: 503, level: 'warn' },
  'catalogue.unknown': { http: 404, level: 'info' },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof table;
export const ERRORS: Readonly<Record<ErrorCode, ErrorSpec>> = table;
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(table, code);
