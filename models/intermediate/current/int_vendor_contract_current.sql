{{ conformed('vendor_contract', ['contract_id'], ids={'study_id': 'study'}) }}
