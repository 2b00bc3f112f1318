// Every Danish sentence that the page itself says. (What the assistant says comes from the server.)
// The only texts elsewhere are the title and the <noscript> part of index.html: they must work without JavaScript.

export const t = {
  // the page
  bot: "Knogletjek",
  you: "Dig",
  skip: "Gå til spørgsmålet",
  log: "Samtalen med Knogletjek",
  menu: "Menu",
  footer: "Knogletjek giver råd, men stiller ikke en diagnose og erstatter ikke din læge. Er det akut, så ring 112.",

  // progress
  progress: (step, of) => `Spørgsmål ${step} af ${of}`,
  done: "Du er færdig",

  // the answer
  answerForm: "Dit svar",
  label: "Dit svar",
  labelUnit: (unit) => `Dit svar (${unit})`,
  labelOr: "Eller skriv dit svar",
  labelOrUnit: (unit) => `Eller skriv dit svar (${unit})`,
  labelStatus: "Svar, eller skriv hele status i én linje",
  labelFree: "Skriv til Knogletjek",
  labelResult: "Spørg mig om resultatet, eller ret et svar",
  send: "Send",
  sendChosen: "Send mit svar",
  none: "Ingen af dem",
  multiHint: "Sæt gerne flere krydser.",
  multiChosen: (n) => (n === 1 ? "Du har sat 1 kryds." : `Du har sat ${n} krydser.`),
  multiEmpty: "Sæt mindst ét kryds, eller tryk på »Ingen af dem«.",
  multiBoth: "Du har sat kryds. Tryk på »Send mit svar«, eller fjern dine krydser først.",
  empty: "Skriv et svar først.",
  stillOpen: "Spørgsmålet er stadig:",
  actions: {
    unknown: { title: "Ved ikke", text: "ved ikke" },
    why: { title: "Hvorfor spørger du?", text: "hvorfor spørger du?" },
    revise: { title: "Ret svar", panel: true },
  },

  // the menu
  myAnswers: { title: "Dine svar" },
  restart: {
    title: "Start forfra",
    text: "start forfra",
    ask: "Vil du begynde helt forfra? Så bliver alle svar slettet.",
    yes: "Ja, start forfra",
    no: "Nej, fortsæt her",
  },
  remove: {
    title: "Slet mine svar",
    text: "slet mine svar",
    ask: "Vil du slette alle svar? Det kan ikke fortrydes.",
    yes: "Ja, slet svarene",
    no: "Nej, behold dem",
  },

  // on other websites (embed.js)
  embed: { start: "Tjek dine knogler", title: "Knogletjek", close: "Luk" },

  // the list of answers
  yourAnswers: "Dine svar",
  noAnswers: "Du har ikke svaret på noget endnu.",
  latest: "Sidste svar",
  close: "Luk",
  revise: { title: "Ret", shown: (label) => `Ret: ${label}` },
  suppose: { title: "Hvad hvis?", shown: (label) => `Hvad hvis: ${label}` },

  // reading aloud
  speak: "Læs højt",
  hush: "Stop oplæsning",

  // a shared screen
  clinic: {
    title: "Er du her stadig?",
    text: "Skærmen bliver ryddet om lidt, og dine svar bliver slettet.",
    left: (seconds) => `Der er ${seconds} sekunder tilbage.`,
    stay: "Ja, jeg er her",
    clear: "Nej, ryd skærmen",
  },

  // the physiotherapist's table of tests; each row writes one entry of the status line
  measures: {
    title: "Indtast tests i et skema",
    columns: ["Test", "Resultat", "Enhed"],
    notDone: "ikke udført",
    send: "Send tests",
    nothing: "Udfyld mindst én test.",
    notNumber: (name) => `${name}: skriv et tal, fx 4 eller 4,5.`,
    rows: [
      { name: "Højde nu", unit: "cm", line: (value) => `højde ${value}` },
      { name: "Højde som ung", unit: "cm", line: (value) => `højde som ung ${value}` },
      { name: "Armspan", unit: "cm", line: (value) => `armspan ${value}` },
      {
        name: "Perkussion",
        choices: [
          ["pos", "positiv"],
          ["neg", "negativ"],
        ],
        line: (value) => `perk ${value}`,
      },
      { name: "Rib-pelvis", unit: "fingre", line: (value) => `rib-pelvis ${value}` },
      { name: "Væg-occiput", unit: "cm", line: (value) => `væg-occiput ${value}` },
      { name: "T-score", unit: "SD", line: (value) => `ts ${value}` },
    ],
  },

  // cards
  more: "Måske vil du også vide",
  answersTitle: "Svar indtil nu",
  whatIfTitle: (facts) => `Hvad hvis: ${facts}`,
  whatIfSame: "Det ville ikke ændre resultatet.",
  whatIfEnd: "Dine svar er ikke ændret.",
  marks: { becomes: "Ændret", more: "Nyt", less: "Falder væk" },
  goneTitle: "Det er faldet væk",
  measuresTitle: "Mål og tal",
  paperName: "Navn: ",
  paperBorn: "Dato: ",
  whatIf: "Hvad hvis et svar var et andet?",
  resultTitle: { patient: "Dit resultat", other: "Resultat" },
  redFlagTitle: { emergency: "Vigtigt: Det haster", same_day: "Vigtigt: Kontakt en læge i dag" },
  call: (number) => `Ring ${number}`,
  callNames: { 70201201: "Livslinien", 80313131: "Stoplinien" },
  copy: "Kopiér notatet",
  copied: "Kopieret.",
  copyByHand: "Notatet er markeret. Kopiér det med Ctrl+C.",
  takeAlong: "Tag det med",
  documents: {
    "letter.pdf": "Brev til lægen (PDF)",
    "note.txt": "Journalnotat (tekst)",
    "booking.txt": "Til bookingen (tekst)",
    "fhir.json": "FHIR",
    "result.json": "JSON",
  },
  forSystems: "Filer til klinikkens system",
  fetching: "Filen bliver lavet …",
  fetched: (name) => `Filen ${name} er gemt på din enhed.`,
  tryAgain: "Tryk igen om lidt.",
  print: "Udskriv resultatet",
  printed: (date, version) => `Udskrevet fra Knogletjek ${date}${version ? ` · Regler: ${version}` : ""}`,

  // waiting and errors
  typing: "Knogletjek skriver",
  slow: "Det tager lidt længere, end det plejer. Vent gerne.",
  waking: "Jeg er ved at vågne … Det tager et øjeblik.",
  notSent: "Ikke sendt endnu",
  retry: "Prøv igen",
  kept: "Dit svar er ikke væk.",
  once: "Tryk på »Prøv igen«. Svaret tæller kun én gang.",
  forgotten: "Samtalen var ikke gemt endnu. Derfor begynder den forfra.",
  otherTab: "Samtalen er gået videre i et andet vindue.",
  arrived: "Dit forrige svar nåede frem alligevel. Her er det næste spørgsmål.",
  errors: {
    offline: "Der er ingen forbindelse til internettet lige nu.",
    network: "Siden kan ikke få forbindelse til Knogletjek lige nu.",
    timeout: "Der er ikke kommet noget svar fra Knogletjek endnu.",
    server: "Der skete en fejl hos Knogletjek. Det er ikke din skyld.",
    empty: "Knogletjek svarede ikke.",
    busy: "Der er mange, der skriver lige nu. Vent et øjeblik.",
    ended: "Samtalen er slut, fordi der er gået lang tid. Tryk på »Prøv igen« for at begynde på en ny.",
    tooLong: "Beskeden er for lang. Skriv den kortere, og send den igen.",
  },
};
