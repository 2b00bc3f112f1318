import os
from tests.conftest import *  # noqa
def test_it(talk):
    for line in open(os.environ['TALK']).read().splitlines():
        if not line.strip(): continue
        talk.say(line)
        print('\n> '+line)
        for m in talk.messages:
            print('   <', (m.get('text') or '').replace('\n',' / ')[:400], [b['title'] for b in m.get('buttons') or ()][:6], (m.get('custom') or {}).get('type'), (m.get('custom') or {}).get('id') or (m.get('custom') or {}).get('topic') or '')
