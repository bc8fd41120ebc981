{{ conformed('site_contract', ['contract_id'], ids={'study_id': 'study', 'site_id': 'site'}) }}
