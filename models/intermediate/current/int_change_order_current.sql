{{ conformed('change_order', ['change_order_id'], ids={'study_id': 'study'}) }}
