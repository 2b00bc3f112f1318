"""What a result and the rules look like on paper: the letter to the GP, the questionnaires, the rule book."""
