"""The custom actions: thin, from slots to `Answers` to `osteo_rules` to messages. No clinical condition stands here."""
