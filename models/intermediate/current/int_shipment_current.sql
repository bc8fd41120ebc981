{{ conformed('shipment', ['study_id', 'shipment_id'], ids={'study_id': 'study', 'site_id': 'site'}) }}
