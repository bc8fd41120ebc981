{{ conformed('study', ['study_id'], ids={'study_id': 'study'}) }}
