{{ conformed('kit', ['study_id', 'kit_id'], ids={'study_id': 'study', 'site_id': 'site'}) }}
