{{ conformed('kit_content', ['study_id', 'kit_id'], ids={'study_id': 'study'}) }}
