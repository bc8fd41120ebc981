{{ conformed('study_country', ['study_id', 'study_country_id'], ids={'study_id': 'study'}) }}
